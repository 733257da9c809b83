import type { Resolution } from '../domain/cell.js';

/** Which row of the store's cells. */
export interface CellRowName {
  readonly resolution: Resolution;
  /** Whole minutes since the epoch. */
  readonly start: number;
  readonly series: number;
  readonly source: number;
}

/** Starts that share a bitmap: somewhat more than a day of minutes. */
const STARTS_AT_ONCE = 2_048;

/** Rows of the store, one bit each where they lie close together: a file may be damaged all over. */
export class RowSet {
  readonly #bitmaps = new Map<string, Uint8Array>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Whether the row was not there yet. */
  add({ resolution, start, series, source }: CellRowName): boolean {
    const chunk = Math.floor(start / STARTS_AT_ONCE);
    const bitmap = this.#bitmap(`${resolution}/${String(series)}/${String(source)}/${String(chunk)}`);
    const at = start - chunk * STARTS_AT_ONCE;
    const byte = bitmap[at >> 3] ?? 0;
    const bit = 1 << (at & 7);
    if ((byte & bit) !== 0) return false;
    bitmap[at >> 3] = byte | bit;
    this.#size++;
    return true;
  }

  #bitmap(key: string): Uint8Array {
    const known = this.#bitmaps.get(key);
    if (known !== undefined) return known;
    const bitmap = new Uint8Array(STARTS_AT_ONCE / 8);
    this.#bitmaps.set(key, bitmap);
    return bitmap;
  }
}
