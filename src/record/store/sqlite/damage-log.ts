import type { Resolution } from '../../../domain/cell.js';
import { MINUTE_MS } from '../../../domain/clock.js';
import type { Series } from '../../../domain/series.js';
import type { CellDamage } from '../../cell-damage.js';
import type { CellKey } from './cell-table.js';

/** Memory for rows that were told: a file may be damaged all over. */
const MOST_TOLD = 10_000;

/** Tells of each damaged row once, however often it is read. */
export class DamageLog {
  readonly #file: string;
  readonly #seriesOf: (id: number) => Series | null;
  readonly #onDamage: (damage: CellDamage) => void;
  readonly #told = new Set<string>();

  constructor(file: string, seriesOf: (id: number) => Series | null, onDamage: (damage: CellDamage) => void) {
    this.#file = file;
    this.#seriesOf = seriesOf;
    this.#onDamage = onDamage;
  }

  /** How many rows were told. */
  get count(): number {
    return this.#told.size;
  }

  tell(resolution: Resolution, { start, series, source }: CellKey, { message }: Error): void {
    const key = `${resolution}/${String(start)}/${String(series)}/${String(source)}`;
    if (this.#told.has(key) || this.#told.size >= MOST_TOLD) return;
    this.#told.add(key);
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
