import type { StoredSeries } from '../domain/history-reader.js';
import { CONTROL_RESOLVER, seriesKey } from '../domain/series.js';
import { type SloDefinition, selects } from '../domain/slo-definition.js';

/** What the control of one query that an SLO counts did: tallies of its own beside the SLO's. */
export interface ControlRow {
  readonly slo: number;
  readonly probe: string;
  readonly query: string;
  /** Position in the tallies, after those of all SLOs: of the control … */
  readonly row: number;
  /** … and of the series that it is the control of, by which a window is known to hold any. */
  readonly besideRow: number;
  /** Series by id, one a vantage. */
  readonly controls: ReadonlySet<number>;
  readonly beside: ReadonlySet<number>;
}

/** Tallies of one control row. */
export const CONTROL_WIDTH = 2;

/**
 * The controls of all SLOs: whatever is asked of an authority beside a series that an SLO counts.
 *
 * @param firstRow where their tallies begin
 */
export function controlRows(
  slos: readonly SloDefinition[],
  series: readonly StoredSeries[],
  firstRow: number,
): readonly ControlRow[] {
  const controls = series.filter((stored) => stored.series.resolver === CONTROL_RESOLVER);
  if (controls.length === 0) return [];
  const found = slos.flatMap((definition, slo) =>
    controlsOf(definition, series, controls).map((of) => ({ slo, ...of })),
  );
  return found.map((control, index) => {
    const row = firstRow + index * CONTROL_WIDTH;
    return { ...control, row, besideRow: row + 1 };
  });
}

function controlsOf(definition: SloDefinition, series: readonly StoredSeries[], controls: readonly StoredSeries[]) {
  const counted = countedByControl(definition, series);
  const byQuery = new Map<string, { probe: string; query: string; controls: Set<number>; beside: Set<number> }>();
  for (const { id, series: one } of controls) {
    const beside = counted.get(seriesKey(one)) ?? [];
    if (beside.length === 0) continue;
    const { probe, query } = one;
    const key = seriesKey({ ...one, vantage: '' });
    const known = byQuery.get(key) ?? { probe, query, controls: new Set(), beside: new Set() };
    known.controls.add(id);
    for (const seriesId of beside) known.beside.add(seriesId);
    byQuery.set(key, known);
  }
  return [...byQuery.values()];
}

/** The series that an SLO counts, by the key of the control that they would have. */
function countedByControl(definition: SloDefinition, series: readonly StoredSeries[]): ReadonlyMap<string, number[]> {
  const { selector } = definition.indicator.total;
  const byControl = new Map<string, number[]>();
  for (const { id, series: one } of series) {
    if (one.resolver === CONTROL_RESOLVER || !selects(selector, one)) continue;
    const key = seriesKey({ ...one, resolver: CONTROL_RESOLVER });
    const known = byControl.get(key);
    if (known === undefined) byControl.set(key, [id]);
    else known.push(id);
  }
  return byControl;
}
