/** Three digits and a unit: `58 µs`, `1.23 ms`, `12.3 ms`, `2.00 s`; `–` where there is no data. */
export function formatMicroseconds(us: number | null): string {
  if (us === null) return '–';
  if (us < 999.5) return `${String(Math.round(us))} µs`;
  if (us < 999_500) return `${threeDigits(us / 1e3)} ms`;
  return `${threeDigits(us / 1e6)} s`;
}

function threeDigits(value: number): string {
  if (value < 9.995) return value.toFixed(2);
  return value < 99.95 ? value.toFixed(1) : value.toFixed(0);
}
