/** At most three decimals: 0.033, 66.667, 200. */
export function formatQps(qps: number): string {
  return String(Number(qps.toFixed(3)));
}
