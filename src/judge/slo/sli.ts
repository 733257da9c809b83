/** How many of the events that count were good. */
export interface Ratio {
  readonly good: number;
  /** The denominator; 0: no data. */
  readonly valid: number;
}

/** good / valid, 0 … 1; `null` without data. */
export function sli({ good, valid }: Ratio): number | null {
  return valid === 0 ? null : good / valid;
}
