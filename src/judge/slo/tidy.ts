/** Powers of ten that a double holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${String(exponent)}`));

/**
 * The number to 12 significant digits. Binary fractions carry noise in their last digits
 * (1 − 0.999 is 0.0010000000000000009), and a rate that equals its threshold must not exceed it
 * by noise alone. Rounding keeps order, so comparing tidied numbers stays monotone.
 */
export function tidy(value: number): number {
  if (Number.isInteger(value)) return value;
  const scale = POWERS[11 - Math.floor(Math.log10(Math.abs(value)))];
  // Dividing a whole number by an exact power of ten gives the nearest double, as parsing the text
  // would at ten times the cost.
  return scale === undefined ? Number(value.toPrecision(12)) : Math.round(value * scale) / scale;
}
