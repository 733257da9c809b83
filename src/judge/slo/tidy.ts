/**
 * The number to 12 significant digits. Binary fractions carry noise in their last digits
 * (1 − 0.999 is 0.0010000000000000009), and a rate that equals its threshold must not exceed it
 * by noise alone. Rounding keeps order, so comparing tidied numbers stays monotone.
 */
export function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
