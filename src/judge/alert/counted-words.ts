import type { BudgetUnit, WindowEvidence } from '../../domain/alert-evidence.js';
import { formatDuration } from '../../domain/duration.js';
import { countWords, percentWords } from './figure-words.js';

interface GoodOf {
  readonly good: number;
  readonly valid: number;
}

/** What of a window was not good, in the budget's unit and then in attempts: `63 of 3,600 attempts failed`. */
export function countedWords(unit: BudgetUnit, { counted, attempts }: Pick<WindowEvidence, 'counted' | 'attempts'>) {
  switch (unit.kind) {
    case 'attempts':
      return failedWords(attempts);
    case 'slices':
      return `${slicesWords(unit, counted)} (${failedWords(attempts)})`;
    case 'series':
      return `series by the minute were ${goodWords(counted)} (${failedWords(attempts)})`;
    case 'votes':
      return `${badWords(counted)} minutes of resolvers were down by vote of the vantages (${failedWords(attempts)})`;
    case 'needed answers':
      return `${badWords(counted)} answers that were needed did not come (${failedWords(attempts)})`;
    default:
      return unit satisfies never;
  }
}

/** `63 of 3,600 attempts failed`. */
export function failedWords(attempts: GoodOf): string {
  return `${badWords(attempts)} attempts failed`;
}

function slicesWords({ widthMs, target }: BudgetUnit & { readonly kind: 'slices' }, counted: GoodOf): string {
  const width = formatDuration(widthMs);
  if (target !== null) return `${badWords(counted)} slices of ${width} were bad`;
  return `${countWords(counted.valid)} slices of ${width} were ${goodWords(counted)}`;
}

function goodWords({ good, valid }: GoodOf): string {
  return valid === 0 ? 'without data' : `${percentWords(good / valid)} good on average`;
}

function badWords({ good, valid }: GoodOf): string {
  return `${countWords(valid - good)} of ${countWords(valid)}`;
}
