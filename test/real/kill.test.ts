import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { attemptsInStore, storeIsIntact } from '../support/attempts-in-store.js';
import { startCountingResponder, type CountingResponder } from '../support/counting-responder.js';
import { pause, type Site } from '../support/daemon.js';
import { oneResolverSite, type OneResolverSite } from '../support/one-resolver-site.js';

const KILLS = 6;
const EVERY_MS = 50;
const LOST_PER_KILL = 2_000 / EVERY_MS;
/** Sent at the end, but not yet answered when the daemon was told to stop. */
const IN_FLIGHT = 2;

describe('kill -9 during probing', () => {
  let responder: CountingResponder;
  let site: OneResolverSite;

  beforeAll(async () => {
    responder = await startCountingResponder();
    site = await oneResolverSite({ everyMs: EVERY_MS, port: responder.port });
  });

  afterAll(async () => {
    await site.close();
    await responder.close();
  });

  it('loses at most the last two seconds each time and counts nothing twice', async () => {
    let before = { asked: 0, stored: 0 };
    for (let kill = 1; kill <= KILLS; kill++) {
      const daemon = await site.start(site.healthUrl);
      await pause(1_500 + 350 * kill);
      await daemon.end('SIGKILL');
      const now = { asked: responder.received(), stored: await answeredInStore(site) };
      expect(storeIsIntact(site)).toBe('ok');
      const lost = now.asked - before.asked - (now.stored - before.stored);
      expect(lost).toBeGreaterThanOrEqual(0);
      expect(lost).toBeLessThanOrEqual(LOST_PER_KILL);
      before = now;
    }
    const daemon = await site.start(site.healthUrl);
    await pause(1_500);
    expect(await daemon.end('SIGTERM')).toBe(0);
    const lost = responder.received() - before.asked - ((await answeredInStore(site)) - before.stored);
    expect(lost).toBeGreaterThanOrEqual(0);
    expect(lost).toBeLessThanOrEqual(IN_FLIGHT);
  }, 120_000);

  it('keeps a second daemon off the store', async () => {
    const daemon = await site.start(site.healthUrl);
    const second = site.run('run', '-c', site.file);
    expect(second.status).toBe(3);
    expect(second.stderr).toContain('one daemon per store is allowed');
    await daemon.end('SIGTERM');
  });
});

/** Every query that was sent is answered; what a busy machine kept from being sent in time is not counted here. */
async function answeredInStore(site: Site): Promise<number> {
  const { outcomes } = await attemptsInStore(site);
  const expected = ['answered', 'prober_error'];
  expect(Object.keys(outcomes).filter((outcome) => !expected.includes(outcome))).toEqual([]);
  return outcomes['answered'] ?? 0;
}
