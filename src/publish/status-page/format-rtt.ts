/** A time as people read it, three significant digits: `58 µs`, `1.24 ms`, `2 s`. */
export function formatRtt(rttUs: number): string {
  // Rounding first: 999.9 µs must not become `1000 µs`.
  const rounded = Number(rttUs.toPrecision(3));
  if (rounded < 1e3) return `${String(Number(rounded.toFixed(rounded < 10 ? 1 : 0)))} µs`;
  if (rounded < 1e6) return `${String(Number((rounded / 1e3).toPrecision(3)))} ms`;
  return `${String(Number((rounded / 1e6).toPrecision(3)))} s`;
}
