import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/clock.js';

const UNITS = [
  ['day', DAY_MS],
  ['hour', HOUR_MS],
  ['minute', MINUTE_MS],
] as const;

/** A length of whole minutes in the largest unit that divides it: `1 hour`, `90 minutes`, `3 日`. */
export function longUnit(locale: string, lengthMs: number): string {
  const [unit, unitMs] = UNITS.find(([, ms]) => lengthMs % ms === 0) ?? (['minute', MINUTE_MS] as const);
  const format = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' });
  return format.format(lengthMs / unitMs);
}
