import type { Cell, Resolution } from '../../../domain/cell.js';
import { StoreError } from '../../errors.js';
import { type CellKey, type CellRow, toCell } from './cell-table.js';
import type { DamageLog } from './damage-log.js';

/** The cell of a row; `null` where nothing can be read of it, which is told. */
export function readableCell(row: CellRow, resolution: Resolution, damage: DamageLog): Cell | null {
  try {
    return toCell(row, resolution);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    damage.tell(resolution, keyOf(row), error);
    return null;
  }
}

export function keyOf([start, series, source]: CellRow): CellKey {
  return { start, series, source };
}
