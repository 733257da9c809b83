import { type Resolution, MEASURED } from '../domain/cell.js';
import { isoTime, MINUTE_MS } from '../domain/clock.js';
import type { Series } from '../domain/series.js';

/** A stored cell of which something, or everything, cannot be read. */
export interface CellDamage {
  readonly file: string;
  readonly resolution: Resolution;
  readonly startMs: number;
  readonly source: number;
  readonly seriesId: number;
  /** `null` if the store does not know the number. */
  readonly series: Series | null;
  /** What was found instead of what is required. */
  readonly fault: string;
}

/** Where the damage is, in which row, what follows from it and what can be done. */
export function describeDamage({ file, resolution, startMs, source, seriesId, series, fault }: CellDamage): string {
  const name = series === null ? '' : ` of ${series.vantage}/${series.probe}/${series.resolver}/${series.query}`;
  const row = `start = ${String(startMs / MINUTE_MS)} AND series = ${String(seriesId)} AND source = ${String(source)}`;
  const from = source === MEASURED ? '' : `, brought by import ${String(source)}`;
  return (
    `${file}: the ${resolution} ${isoTime(startMs)}${name} is damaged (table ${resolution}s, ${row}${from}): ${fault}; ` +
    'what cannot be read of it counts as no data, neither good nor bad, and the row stays as it is; only a backup can bring it back'
  );
}
