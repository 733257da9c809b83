/** Queries a second to the thousandth. */
export function roundedQps(qps: number): number {
  return Number(qps.toFixed(3));
}

/** At most three decimals: 0.033, 66.667, 200. */
export function formatQps(qps: number): string {
  return String(roundedQps(qps));
}
