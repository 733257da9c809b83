/**
 * A ratio as a percentage, rounded down: 99.996 % of an objective of 99.99 % must not read 100 %.
 * Only a ratio of exactly 1 gives `100%`.
 */
export function formatShare(ratio: number, digits: number): string {
  if (ratio === 1) return '100%';
  const scale = 10 ** digits;
  // 0.999 × 100 is 99.89999…: half a billionth makes up for binary fractions.
  const floored = Math.floor(ratio * 100 * scale + 5e-10 * scale) / scale;
  const capped = ratio < 1 ? Math.min(floored, 100 - 1 / scale) : floored;
  return `${trimZeros(capped.toFixed(digits))}%`;
}

const MOST_DIGITS = 6;
/** Of the mean of several objectives, which may have no end. */
const DIGITS_OF_MEAN = 2;

/** Digits with which an SLI can be told from its objective: two more than the objective has, at most six. */
export function sliDigits(objective: number): number {
  return Math.min(MOST_DIGITS, objectiveDigits(objective) + 2);
}

/** `99.9%`: an objective as it was written. */
export function formatObjective(objective: number): string {
  return `${trimZeros((objective * 100).toFixed(objectiveDigits(objective)))}%`;
}

/** A share of time: tenths of a percent, and never 0 % where there is some. */
export function formatCoverage(share: number): string {
  return isUnderTenth(share) ? UNDER_A_TENTH : formatShare(share, 1);
}

/** A share of the budget: whole percents, tenths below 1 %, and never 0 % while something is left. */
export function formatBudgetShare(share: number): string {
  if (isUnderTenth(share)) return UNDER_A_TENTH;
  return formatShare(share, share < 0.01 ? 1 : 0);
}

const UNDER_A_TENTH = '<0.1%';

/** By what would be shown, so that no binary fraction falls between the two. */
function isUnderTenth(share: number): boolean {
  return share > 0 && formatShare(share, 1) === '0%';
}

function objectiveDigits(objective: number): number {
  const text = String(Number((objective * 100).toPrecision(12)));
  const digits = text.split('.')[1]?.length ?? 0;
  return digits > MOST_DIGITS ? DIGITS_OF_MEAN : digits;
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
