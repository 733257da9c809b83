/** Rows of a kind that are removed once what they speak of is older than anything that is kept. */
export interface Prunable {
  /** Before this nothing is to be removed; `null` without rows. */
  firstMs(): number | null;
  /** Removes up to `limit` rows that speak only of what was before a time; returns how many. */
  deleteBefore(timeMs: number, limit: number): number;
}
