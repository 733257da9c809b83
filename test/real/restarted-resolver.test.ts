import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { MovableClock } from '../support/movable-clock.js';
import { StreamRig, streamRoute } from '../support/stream-rig.js';
import { hasUnbound, startUnbound, type Unbound } from '../support/unbound.js';

const MAX_AGE_MS = 5_000;

describe.skipIf(!hasUnbound)('a resolver that is ended, and started again on its port', () => {
  let unbound: Unbound;

  beforeAll(async () => {
    unbound = await startUnbound();
  }, 30_000);

  afterAll(() => unbound.close());

  it.each([
    ['before', 1_000],
    ['after', 3 * MAX_AGE_MS],
  ])(
    'is told as reopened, %s the connection would have been too old',
    async (_, downForMs) => {
      const clock = new MovableClock();
      const rig = new StreamRig({ monotonicMs: clock.monotonicMs });
      const route = streamRoute(unbound.port, { reuse: 'warm', maxAgeMs: MAX_AGE_MS });
      const channel = rig.channel(route);
      const ask = () => rig.ask(channel, route, { qname: 'www.example.org' });
      expect(await ask()).toMatchObject({ outcome: 'answered', connection: { isReopened: false } });
      await unbound.stop();
      expect(await ask()).toMatchObject({
        outcome: 'network_error',
        detail: expect.stringContaining('ECONNREFUSED') as string,
        stream: { failedIn: 'connect' },
      });
      clock.add(downForMs);
      expect(await ask()).toMatchObject({ outcome: 'network_error' });
      await unbound.start();
      const ends = [await ask(), await ask()];
      expect(ends).toMatchObject([{ outcome: 'answered', connection: { isReopened: true } }, { connection: null }]);
      expect(rig.close()).toBe(0);
    },
    30_000,
  );
});
