import type { Slices } from '../../domain/slo-definition.js';
import { type Ratio, sli } from './sli.js';
import { tidy } from './tidy.js';

/**
 * What a slice counts for: nothing without data; else one, which is good if its ratio reaches the target,
 * or as good as its ratio where there is none.
 */
export function sliceRatio({ target }: Slices, slice: Ratio): Ratio | null {
  const ratio = sli(slice);
  if (ratio === null) return null;
  if (target === null) return { good: ratio, valid: 1 };
  return { good: tidy(ratio) >= tidy(target) ? 1 : 0, valid: 1 };
}
