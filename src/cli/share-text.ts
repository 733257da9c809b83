/** As fine as anybody writes an objective; a mean of several may have no end. */
const MOST_DECIMALS = 6;
const DECIMALS_OF_MEAN = 2;

/** How many decimals the percentage of an objective has: 0.9995 is 99.95 %, so 2. */
export function decimalsOf(objective: number): number {
  const decimals = String(Number((objective * 100).toFixed(9))).split('.')[1]?.length ?? 0;
  return decimals > MOST_DECIMALS ? DECIMALS_OF_MEAN : decimals;
}

/** Cut, not rounded: 99.996 % must not read as 100 %. */
export function percentText(ratio: number, decimals: number): string {
  const scale = 10 ** decimals;
  return `${(Math.floor(Number((ratio * 100 * scale).toFixed(6))) / scale).toFixed(decimals)} %`;
}

/** An objective with all its decimals: `99.95 %`; rounded only where it is a mean. */
export function objectiveText(objective: number): string {
  return `${(objective * 100).toFixed(decimalsOf(objective))} %`;
}

/** An SLI with one decimal more than its objective; `–` without data. */
export function sliText(sli: number | null, objective: number): string {
  return sli === null ? NO_DATA : percentText(sli, decimalsOf(objective) + 1);
}

export function burnText(rate: number | null): string {
  if (rate === null) return NO_DATA;
  return rate >= 100 ? rate.toFixed(0) : rate.toFixed(1);
}

export const NO_DATA = '–';
