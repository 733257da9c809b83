import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { applyChange, changeOf } from '../../../src/daemon/site/snapshot-change.js';
import type { Snapshot } from '../../../src/domain/snapshot.js';
import { SAMPLE_NOW_MS, SAMPLE_SERIES, sampleSnapshot } from '../../support/sample-snapshot.js';

const states = fc.constantFrom('met', 'at_risk', 'violated', 'no_data');
const slos = fc.array(
  fc.record({ name: fc.constantFrom('a', 'b', 'c'), state: states, resolver: fc.constantFrom('ns1', 'ns2') }),
  { maxLength: 4 },
);
const snapshots = fc.record({ slos, seconds: fc.integer({ min: 0, max: 200_000 }) }).map(({ slos: given, seconds }) =>
  sampleSnapshot(
    given.map(({ resolver, ...slo }) => ({ ...slo, series: [{ ...SAMPLE_SERIES, resolver }] })),
    { evaluatedAtMs: SAMPLE_NOW_MS + seconds * 1_000 },
  ),
);

describe('changeOf() and applyChange()', () => {
  it('lead from any snapshot to any other, through a copy', () => {
    fc.assert(
      fc.property(fc.array(snapshots, { minLength: 1, maxLength: 5 }), (all) => {
        let sent: Snapshot | null = null;
        let known: Snapshot | null = null;
        for (const next of all) {
          known = applyChange(known, structuredClone(changeOf(sent, next)));
          sent = next;
          expect(known).toEqual(next);
        }
      }),
    );
  });

  it('says nothing of what stayed as it was', () => {
    const first = sampleSnapshot([{ name: 'a' }]);
    const [view] = first.slos;
    const later = { ...first, evaluatedAtMs: first.evaluatedAtMs + 1_000, slos: [{ ...view!, days: [...view!.days] }] };
    expect(changeOf(first, later).slos[0]).toMatchObject({ definition: null, series: null, pastDays: null });
  });
});
