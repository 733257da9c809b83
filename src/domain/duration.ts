const UNIT_US = { us: 1, ms: 1e3, s: 1e6, m: 6e7, h: 3.6e9, d: 8.64e10, y: 3.1536e13 } as const;
type Unit = keyof typeof UNIT_US;

/**
 * Microseconds of a duration text: one integer and one unit of us, ms, s, m, h, d, y (`250ms`,
 * `28d`; a year is 365 days). `null` if it is not one.
 */
export function parseDurationUs(text: string): number | null {
  const match = /^([0-9]{1,12})(us|ms|s|m|h|d|y)$/.exec(text);
  if (match === null) return null;
  const us = Number(match[1]) * UNIT_US[match[2] as Unit];
  return Number.isSafeInteger(us) ? us : null;
}

/** Milliseconds (fractional below 1 ms) of a duration text; `null` if it is not one. */
export function parseDurationMs(text: string): number | null {
  const us = parseDurationUs(text);
  return us === null ? null : us / 1e3;
}

/** The shortest exact text of a duration in milliseconds: 3,600,000 is `1h`, 90,000 is `90s`. */
export function formatDuration(durationMs: number): string {
  const us = Math.round(durationMs * 1e3);
  for (const unit of ['d', 'h', 'm', 's', 'ms'] as const) {
    if (us !== 0 && us % UNIT_US[unit] === 0) return `${String(us / UNIT_US[unit])}${unit}`;
  }
  return us === 0 ? '0s' : `${String(us)}us`;
}
