import { describe, expect, it } from 'vitest';

import { compositionChanges } from '../../../src/app/explain/composition-changes.js';
import type { ComposedSeries, SloComposition } from '../../../src/domain/slo-composition.js';
import { series } from '../../support/slo-samples.js';

function composed(
  sinceMs: number,
  names: readonly string[],
  objective = 0.99,
  past: readonly string[] = [],
): SloComposition {
  const of =
    (isMeasured: boolean) =>
    (name: string): ComposedSeries => ({ ...series(name), isMeasured });
  const content = { definition: { objective }, series: [...names.map(of(true)), ...past.map(of(false))] };
  return { slo: 'availability', sinceMs, digest: '', content };
}

describe('compositionChanges()', () => {
  it('tells within a window what is counted since then and was not before', () => {
    const compositions = [
      composed(0, ['ns1']),
      composed(1_000, ['ns1', 'ns2']),
      composed(2_000, ['ns2'], 0.999, ['ns1']),
      composed(3_000, ['ns2', 'ns3'], 0.999),
    ];
    expect(compositionChanges(compositions, { fromMs: 1_000, toMs: 3_000 })).toEqual([
      { since: '1970-01-01T00:00:01Z', joined: ['tokyo/public/ns2/www'], left: [], imported: [], definition: [] },
      {
        since: '1970-01-01T00:00:02Z',
        joined: [],
        left: ['tokyo/public/ns1/www'],
        imported: [],
        definition: [{ key: 'objective', before: 0.99, after: 0.999 }],
      },
    ]);
  });

  it('names series that an import brought, which nobody measures here', () => {
    const compositions = [composed(0, ['ns1']), composed(1_000, ['ns1'], 0.99, ['ns9'])];
    expect(compositionChanges(compositions, { fromMs: 0, toMs: 3_000 })).toEqual([
      { since: '1970-01-01T00:00:01Z', joined: [], left: [], imported: ['tokyo/public/ns9/www'], definition: [] },
    ]);
  });

  it('takes the first that is known for no change', () => {
    expect(compositionChanges([composed(5, ['ns1'])], { fromMs: 0, toMs: 10 })).toEqual([]);
  });

  it('tells what was added to a definition and what was taken away', () => {
    const [before, after] = [composed(0, []), composed(1, [])];
    const content = { ...after.content, definition: { minFailures: 5 } };
    expect(compositionChanges([before, { ...after, content }], { fromMs: 0, toMs: 10 })[0]?.definition).toEqual([
      { key: 'objective', before: 0.99, after: null },
      { key: 'minFailures', before: null, after: 5 },
    ]);
  });
});
