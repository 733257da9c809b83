import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { AttemptEnd } from '../../src/measure/attempt.js';
import { BIND } from '../support/resolvers/bind.js';
import { DNSDIST_RESOLVER } from '../support/resolvers/dnsdist.js';
import { KNOT_RESOLVER } from '../support/resolvers/knot-resolver.js';
import { startResolverRig, TLS_NAME, type ResolverRig } from '../support/resolvers/resolver-rig.js';
import { canSign } from '../support/resolvers/signed-zone.js';
import { UNBOUND_RESOLVER } from '../support/resolvers/unbound.js';
import { streamBench } from '../support/stream-bench.js';
import { dohRoute } from '../support/stream-rig.js';
import { hasOpenssl } from '../support/test-certificate.js';

const AT_ONCE = 100;
const KINDS = [UNBOUND_RESOLVER, BIND, KNOT_RESOLVER, DNSDIST_RESOLVER].map((kind) => ({
  kind,
  name: kind.name,
  canRun: kind.isInstalled && BIND.isInstalled && canSign && hasOpenssl,
}));

const bench = streamBench();

for (const { kind, name, canRun } of KINDS) {
  describe.skipIf(!canRun)(`${name} from Debian, asked by POST over a kept connection`, () => {
    let rig: ResolverRig;

    beforeAll(async () => {
      rig = await startResolverRig(kind);
    }, 60_000);

    afterAll(() => rig.close());

    it(`answers ${String(AT_ONCE)} queries at once, time after time, none of which it had to refuse`, async () => {
      const { dohPort } = rig.resolver;
      const route = dohRoute(dohPort!, { reuse: 'warm', tlsName: TLS_NAME, authority: TLS_NAME });
      const asker = bench.rig({ ca: [rig.ca] });
      const channel = asker.channel(route);
      const ask = (): Promise<AttemptEnd> =>
        asker.ask(channel, route, { qname: 'www.example.org', timeoutMs: 20_000, keepsReply: true });
      const ends: AttemptEnd[] = [];
      for (let time = 0; time < 5; time++)
        ends.push(...(await Promise.all(Array.from({ length: AT_ONCE }, () => ask()))));
      const failures = ends.filter(({ outcome }) => outcome !== 'answered').map(({ detail }) => detail);
      expect(failures).toEqual([]);
      expect(ends.filter(({ connection }) => connection !== null).length).toBe(1);
    }, 60_000);
  });
}
