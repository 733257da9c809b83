import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ResolverDefinition } from '../../src/domain/probe-definition.js';
import { samplePlan, sampleProbe, sampleResolver } from '../support/dns-samples.js';
import type { MeasuredAttempts } from '../support/measured-attempts.js';
import { startProberProcess, type ProberProcess } from '../support/prober-process.js';
import {
  BEHIND_ROUTER,
  canMakeNamespaces,
  HOST_ADDRESSES,
  makeRoutedNetwork,
  WITHOUT_ROUTE,
  type RoutedNetwork,
} from '../support/routed-network.js';

const WAYS: readonly Way[] = Object.entries({ ...BEHIND_ROUTER, ...WITHOUT_ROUTE }).flatMap(([place, addresses]) =>
  (['v4', 'v6'] as const).flatMap((family) =>
    (['udp', 'tcp'] as const).map((transport) => {
      return { name: `${place} ${family} ${transport}`, place, address: addresses[family], transport };
    }),
  ),
);

/** Attempts of each: a router does not complain of many. */
const ENOUGH = 4;
const EVERY_MS = 1_500;
/** TCP takes an ICMP error that comes while it connects for good only when it tries again, after a second. */
const TIMEOUT_MS = 5_000;

/** What Linux tells of an ICMP error only to those who ask for it (IP_RECVERR), as `node:dgram` does not. */
const SOFT = /^(net|host) unreachable v. udp$/;

describe.skipIf(!canMakeNamespaces).each(['kernel', 'node'] as const)(
  'a resolver that cannot be reached, by sockets of %s',
  (sockets) => {
    let network: RoutedNetwork;
    let prober: ProberProcess;
    let measured: MeasuredAttempts;
    let leftOpen: readonly string[];

    beforeAll(async () => {
      network = makeRoutedNetwork();
      prober = await startProberProcess({ wrapper: network.wrapper });
      const resolvers = WAYS.map(resolverOf);
      const schedule = { kind: 'every', everyMs: EVERY_MS } as const;
      const probe = sampleProbe({ schedule, timeoutMs: TIMEOUT_MS, resolvers });
      const measurement = prober.start(samplePlan({ probes: [probe] }), sockets);
      ({ measured } = measurement);
      await measurement.until(() => resolvers.every(({ name }) => measured.of(name).length >= ENOUGH), 60_000);
      leftOpen = await measurement.stop();
    }, 120_000);

    afterAll(async () => {
      await prober.close();
      network.close();
    });

    it.each(WAYS.filter(({ place }) => place in BEHIND_ROUTER))(
      '$name: what a remote router says counts',
      ({ name }) => {
        const isSilent = name.startsWith('silence') || (sockets === 'node' && SOFT.test(name));
        expect(measured.validOutcomes(name)).toEqual([isSilent ? 'timeout' : 'network_error']);
        expectNothingSentToBeExcused(name);
      },
    );

    it.each(WAYS.filter(({ place }) => place in WITHOUT_ROUTE))(
      '$name: what our kernel says does not',
      ({ name, place }) => {
        expect(measured.outcomes(name)).toEqual({ prober_error: measured.of(name).length });
        const details = measured.failures.filter(({ series }) => series.resolver === name).map(({ detail }) => detail);
        expect(details).toContain(place);
      },
    );

    it('leaves nothing open', () => {
      expect(leftOpen).toEqual([]);
    });

    /** A busy machine may miss a send; nothing else excuses a resolver here. */
    function expectNothingSentToBeExcused(name: string): void {
      const excused = measured.failures.filter(
        ({ series, outcome, sentAtMs }) => series.resolver === name && outcome === 'prober_error' && sentAtMs !== null,
      );
      expect(excused.map(({ detail }) => detail)).toEqual([]);
    }
  },
);

interface Way {
  readonly name: string;
  readonly place: string;
  readonly address: string;
  readonly transport: 'udp' | 'tcp';
}

function resolverOf({ name, address, transport }: Way, index: number): ResolverDefinition {
  const source = HOST_ADDRESSES[index]!;
  return sampleResolver({ name, address, transport, ...(address.includes(':') ? {} : { source }) });
}
