import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { attemptsInStore } from '../support/attempts-in-store.js';
import { startCountingResponder, type CountingResponder } from '../support/counting-responder.js';
import { eventually, pause, type RunningDaemon } from '../support/daemon.js';
import { oneResolverSite, type OneResolverSite } from '../support/one-resolver-site.js';

/** The long form (`npm run bench`) stops the daemon for ten minutes, this one for some seconds. */
const LONG = process.env['RESOLVER_SLO_LONG'] === '1';
const STOPPED_MS = LONG ? 600_000 : 12_000;
const EVERY_MS = 100;
/** A send is made up to so late: slots so near the end of the stop are not missed. */
const LATEST_SEND_MS = 100;

describe('a daemon that is stopped and continued (SIGSTOP)', () => {
  let responder: CountingResponder;
  let site: OneResolverSite;
  let daemon: RunningDaemon;

  beforeAll(async () => {
    responder = await startCountingResponder();
    site = await oneResolverSite({ everyMs: EVERY_MS, port: responder.port });
    daemon = await site.start(site.healthUrl);
    await eventually(() => (responder.received() > 20 ? true : null), 30_000);
  });

  afterAll(async () => {
    await site.close();
    await responder.close();
  });

  it(
    'counts one prober_error for each send that it missed, and nothing else',
    async () => {
      process.kill(daemon.pid, 'SIGSTOP');
      const stoppedAtMs = Date.now();
      await pause(500);
      const askedBefore = responder.received();
      const missedBefore = await missed();
      await pause(STOPPED_MS - 500);
      expect(responder.received()).toBe(askedBefore);
      const continuedAtMs = Date.now();
      process.kill(daemon.pid, 'SIGCONT');
      await eventually(() => (responder.received() > askedBefore + 30 ? true : null), 30_000);
      expect(await daemon.end('SIGTERM')).toBe(0);

      const { outcomes } = await attemptsInStore(site);
      const { answered = 0, prober_error: excused = 0, ...others } = outcomes;
      expect(others).toEqual({});
      // What was asked in the last moment before the end may not have been answered.
      expect(responder.received() - answered).toBeGreaterThanOrEqual(0);
      expect(responder.received() - answered).toBeLessThanOrEqual(2);
      const slots = (continuedAtMs - stoppedAtMs - LATEST_SEND_MS) / EVERY_MS;
      expect(excused - missedBefore).toBeGreaterThanOrEqual(Math.floor(slots) - 1);
      // On a busy machine a send is missed now and then without any stop.
      expect(excused - missedBefore).toBeLessThanOrEqual(Math.ceil(slots) + 2 + LATEST_SEND_MS / EVERY_MS + 20);
    },
    STOPPED_MS + 90_000,
  );

  async function missed(): Promise<number> {
    return (await attemptsInStore(site)).outcomes['prober_error'] ?? 0;
  }
});
