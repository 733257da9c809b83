/** Six bands a decade, with bounds that people can read. */
const STEPS = [1, 1.5, 2, 3, 5, 7] as const;
const LOWEST_US = 10;
const HIGHEST_US = 60_000_000;

/** Upper bounds of the bands of round-trip times in which answers are counted: 10 µs to 60 s. */
export const RTT_BANDS_US: readonly number[] = boundsUs();

function boundsUs(): readonly number[] {
  const bounds: number[] = [];
  for (let decadeUs = LOWEST_US; decadeUs < HIGHEST_US; decadeUs *= 10)
    bounds.push(...STEPS.map((step) => step * decadeUs).filter((us) => us < HIGHEST_US));
  return [...bounds, HIGHEST_US];
}

/** Only the bands from the first to the last in which something was counted. */
export function usedBands(counts: readonly (readonly number[])[]): { readonly from: number; readonly to: number } {
  const isUsed = (band: number): boolean => counts.some((row) => (row[band] ?? 0) > 0);
  const used = RTT_BANDS_US.map((_, band) => band).filter(isUsed);
  return { from: used[0] ?? 0, to: (used.at(-1) ?? -1) + 1 };
}
