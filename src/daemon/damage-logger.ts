import type { Log } from '../domain/log.js';
import { type CellDamage, describeDamage } from '../record/cell-damage.js';

/** Says in the log which row of the store is damaged, and what follows from it. */
export function damageLogger(log: Log): (damage: CellDamage) => void {
  return (damage) => log.error({ damage }, describeDamage(damage));
}
