import { describe, expect, it } from 'vitest';

import type { StubDefinition } from '../../../src/domain/probe-definition.js';
import { compilePlan } from '../../../src/measure/plan/compile-plan.js';
import { cryptoRandom } from '../../../src/measure/random-source.js';
import { samplePlan, sampleProbe, sampleResolver } from '../../support/dns-samples.js';

const STUB: StubDefinition = { name: 'stub', attempts: 2, timeoutMs: 5_000, rotate: false, deadlineMs: null };

/** Whom each stub of a probe with ns1, ns2 (and ns1 over DoT) has in its list, in order. */
function listsOf(stubs: readonly StubDefinition[]): Record<string, readonly string[]> {
  const resolvers = [
    sampleResolver({ name: 'ns1', address: '192.0.2.1' }),
    sampleResolver({ name: 'ns1-dot', address: '192.0.2.1', transport: 'dot' }),
    sampleResolver({ name: 'ns2', address: '192.0.2.2' }),
  ];
  const { targets } = compilePlan(samplePlan({ probes: [sampleProbe({ resolvers, stubs })] }), cryptoRandom());
  return Object.fromEntries(
    targets.flatMap((target) =>
      target.kind === 'stub'
        ? [
            [
              target.series.resolver,
              target.plan.resolvers.map(({ name, route }) => `${name} ${route.endpoint.address}`),
            ],
          ]
        : [],
    ),
  );
}

describe('compilePlan() of stubs', () => {
  it('has a stub ask whom it names, in its own order, else everybody over UDP in that of the file', () => {
    const lists = listsOf([
      STUB,
      { ...STUB, name: 'stub-one', resolvers: ['ns2'] },
      { ...STUB, name: 'stub-turned', resolvers: ['ns2', 'ns1'] },
    ]);
    expect(lists).toEqual({
      stub: ['ns1 192.0.2.1', 'ns2 192.0.2.2'],
      'stub-one': ['ns2 192.0.2.2'],
      'stub-turned': ['ns2 192.0.2.2', 'ns1 192.0.2.1'],
    });
  });
});
