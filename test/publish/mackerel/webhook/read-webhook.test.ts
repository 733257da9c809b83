import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readWebhook } from '../../../../src/publish/mackerel/webhook/read-webhook.js';
import { MACKEREL_WEBHOOKS, mackerelWebhook } from '../../../support/mackerel-webhooks.js';

const read = (name: string) => readWebhook(MACKEREL_WEBHOOKS[name]);

describe('readWebhook()', () => {
  it('reads the alerts of every type of monitor', async () => {
    const all = Object.fromEntries(Object.keys(MACKEREL_WEBHOOKS).map((name) => [name, read(name)]));
    await expect(`${JSON.stringify(all, null, 2)}\n`).toMatchFileSnapshot('golden/webhooks.json');
  });

  it('takes times in seconds, and an alert that is over with its end', () => {
    expect(read('closed')).toMatchObject({
      kind: 'alert',
      alert: { isOpen: false, status: 'ok', openedAtMs: 1_793_000_000_000, closedAtMs: 1_793_000_600_000 },
    });
    // Whether it is open may not be told: then its status tells.
    expect(readWebhook(mackerelWebhook({ isOpen: undefined, status: 'OK' }))).toMatchObject({
      alert: { isOpen: false, closedAtMs: null },
    });
  });

  it('says what is not as Mackerel sends it', () => {
    const fault = (body: unknown) => {
      const found = readWebhook(body);
      return found.kind === 'invalid' ? found.fault : found.kind;
    };
    expect(fault('x')).toBe('the body: a JSON object is required, found "x"');
    expect(fault({})).toBe('"event": the name of an event is required, found nothing');
    expect(fault({ event: 'alert' })).toBe('"alert": a JSON object is required, found nothing');
    expect(fault(mackerelWebhook({ id: '../x' }))).toBe('"alert.id": an id is required, found "../x"');
    expect(fault(mackerelWebhook({ openedAt: '1' }))).toMatch(/^"alert.openedAt": seconds/);
    expect(fault(mackerelWebhook({ openedAt: 1_793_000_000_000 }))).toMatch(/^"alert.openedAt": seconds/);
    expect(fault(mackerelWebhook({ status: 'fine' }))).toMatch(/^"alert.status": ok, warning/);
    expect(fault(mackerelWebhook())).toBe('alert');
  });

  it('passes on no link but to the web, and no text without end', () => {
    const long = { ...mackerelWebhook({ url: 'javascript:alert(1)' }), memo: 'x'.repeat(100_000), imageUrl: 'data:,x' };
    const found = readWebhook(long);
    expect(found).toMatchObject({ alert: { url: null, imageUrl: null } });
    expect(found.kind === 'alert' && found.alert.memo.length).toBe(4_000);
  });

  it('never fails, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue(),
          fc.object().map((alert) => ({ event: 'alert', alert })),
        ),
        (body) => {
          expect(['alert', 'sample', 'other', 'invalid']).toContain(readWebhook(body).kind);
        },
      ),
    );
  });
});
