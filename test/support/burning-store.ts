import { MINUTE_MS } from '../../src/domain/clock.js';
import type { SloDefinition } from '../../src/domain/slo-definition.js';
import type { SqliteStore } from '../../src/record/store/sqlite/sqlite-store.js';
import { AlertWorld } from './alert-world.js';
import { minuteCell, seriesNamed } from './cell-samples.js';
import { failureAt, timeoutAt, toKeep } from './failure-samples.js';

/** When an alert began to fire that `burn()` writes the history of. */
export const BURNING_SINCE_MS = Date.parse('2026-11-24T12:00:00Z');

/**
 * Two hours of two resolvers, ten attempts a minute; in the half hour around `BURNING_SINCE_MS` four of ten
 * at ns1 come to nothing, and one is refused. `slo`'s fast-burn fires then, and ns2 is measured since an hour before.
 */
export async function burn(store: SqliteStore, slo: SloDefinition): Promise<void> {
  const [ns1, ns2] = [await store.seriesId(seriesNamed('ns1')), await store.seriesId(seriesNamed('ns2'))];
  const from = BURNING_SINCE_MS - 60 * MINUTE_MS;
  const cells = Array.from({ length: 120 }, (_, minute) => {
    const startMs = from + minute * MINUTE_MS;
    const isBurning = Math.abs(startMs - BURNING_SINCE_MS) < 15 * MINUTE_MS;
    const others = isBurning ? { timeout: 4, wrong_rcode: 1 } : {};
    const rtts = (count: number): number[] => Array.from({ length: count }, (_, i) => 1_000 + 10 * i);
    return [
      minuteCell({ seriesId: ns1, startMs, rttsUs: rtts(isBurning ? 5 : 10), others }),
      minuteCell({ seriesId: ns2, startMs, rttsUs: rtts(10) }),
    ];
  }).flat();
  const failures = [
    failureAt(BURNING_SINCE_MS - 90_000),
    timeoutAt(BURNING_SINCE_MS + 5_000, { qname: '|`<b>x</b>.example.org.' }),
    // Long after.
    timeoutAt(BURNING_SINCE_MS + 59 * MINUTE_MS),
  ];
  await store.writeMinutes(cells, from + 120 * MINUTE_MS, toKeep(failures));
  await new AlertWorld([slo]).set(store, slo.name, 'fast-burn', true, BURNING_SINCE_MS);
  const composed = (names: readonly string[], sinceMs: number) => ({
    slo: slo.key,
    sinceMs,
    digest: names.join(),
    content: { definition: {}, series: names.map((name) => ({ ...seriesNamed(name), isMeasured: true })) },
  });
  await store.chronicle.recordCompositions([composed(['ns1'], from - 1), composed(['ns1', 'ns2'], from)]);
}
