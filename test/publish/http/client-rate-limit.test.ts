import { describe, expect, it } from 'vitest';

import { ClientRateLimit } from '../../../src/publish/http/client-rate-limit.js';

function limitAt(now: { ms: number }, maxClients = 100): ClientRateLimit {
  return new ClientRateLimit({ clock: { nowMs: () => now.ms }, burst: 3, perSecond: 0.5, maxClients });
}

describe('ClientRateLimit.take()', () => {
  it('allows a burst, then says how long to wait', () => {
    const limit = limitAt({ ms: 0 });
    expect([1, 2, 3, 4].map(() => limit.take('192.0.2.1'))).toEqual([0, 0, 0, 2]);
  });

  it('allows again at the steady rate', () => {
    const now = { ms: 0 };
    const limit = limitAt(now);
    for (let i = 0; i < 4; i++) limit.take('192.0.2.1');
    now.ms = 2_000;
    expect(limit.take('192.0.2.1')).toBe(0);
    expect(limit.take('192.0.2.1')).toBe(2);
  });

  it('counts clients apart, but an IPv6 /64 as one', () => {
    const limit = limitAt({ ms: 0 });
    for (let i = 0; i < 3; i++) limit.take(`2001:db8::${String(i + 1)}`);
    expect(limit.take('2001:db8:0:0:ffff::9')).toBeGreaterThan(0);
    expect(limit.take('2001:db8:0:1::1')).toBe(0);
    expect(limit.take('192.0.2.2')).toBe(0);
  });

  it('takes nothing away when the clock is set back', () => {
    const now = { ms: 60_000 };
    const limit = limitAt(now);
    limit.take('192.0.2.1');
    now.ms = 0;
    expect(limit.take('192.0.2.1')).toBe(0);
  });

  it('forgets the client unseen for longest, not the one it limits', () => {
    const limit = limitAt({ ms: 0 }, 2);
    for (let i = 0; i < 3; i++) limit.take('192.0.2.1');
    limit.take('192.0.2.2');
    limit.take('192.0.2.1');
    limit.take('192.0.2.3');
    expect(limit.take('192.0.2.1')).toBeGreaterThan(0);
  });
});
