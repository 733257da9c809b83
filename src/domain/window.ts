/** A half-open interval of time `[fromMs, toMs)`, milliseconds since the Unix epoch. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}
