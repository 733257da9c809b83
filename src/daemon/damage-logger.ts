import { MINUTE_MS } from '../domain/clock.js';
import type { Log } from '../domain/log.js';
import { type CellDamage, describeDamage } from '../record/cell-damage.js';
import { RowSet } from '../record/row-set.js';

/**
 * Says in the log which row of the store is damaged, and what follows from it: once, although the
 * main thread and that of history (and the one that replaces it) each find it out for themselves.
 */
export function damageLogger(log: Log): (damage: CellDamage) => void {
  const told = new RowSet();
  return (damage) => {
    const { resolution, startMs, seriesId, source } = damage;
    const isNew = told.add({ resolution, start: startMs / MINUTE_MS, series: seriesId, source });
    if (isNew) log.error({ damage }, describeDamage(damage));
  };
}
