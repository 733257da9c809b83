import type { Resolution } from '../../../domain/cell.js';
import { MINUTE_MS } from '../../../domain/clock.js';
import type { Series } from '../../../domain/series.js';
import type { CellDamage } from '../../cell-damage.js';
import { RowSet } from '../../row-set.js';
import type { CellKey } from './cell-table.js';

/** Nobody reads more than this: a file may be damaged all over. */
const MOST_TOLD = 10_000;

/** Tells of each damaged row once, however often it is read, and counts those too that are too many to tell. */
export class DamageLog {
  readonly #file: string;
  readonly #seriesOf: (id: number) => Series | null;
  readonly #onDamage: (damage: CellDamage) => void;
  readonly #rows = new RowSet();

  constructor(file: string, seriesOf: (id: number) => Series | null, onDamage: (damage: CellDamage) => void) {
    this.#file = file;
    this.#seriesOf = seriesOf;
    this.#onDamage = onDamage;
  }

  /** How many rows were found damaged. */
  get count(): number {
    return this.#rows.size;
  }

  tell(resolution: Resolution, { start, series, source }: CellKey, { message }: Error): void {
    if (!this.#rows.add({ resolution, start, series, source }) || this.#rows.size > MOST_TOLD) return;
    this.#onDamage({
      file: this.#file,
      resolution,
      startMs: start * MINUTE_MS,
      source,
      seriesId: series,
      series: this.#seriesOf(series),
      fault: message,
    });
  }
}
