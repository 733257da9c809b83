import type { Indicator } from '../../domain/slo-definition.js';
import { formatRtt } from './format-rtt.js';

/** What an SLI measures, in the kinds that have a sentence of their own. */
export type IndicatorKind =
  | { readonly kind: 'availability' | 'correctness' | 'reachability' | 'other' }
  | { readonly kind: 'latency'; readonly threshold: string };

export function indicatorKind({ good, total }: Indicator): IndicatorKind {
  if (good === null) return { kind: 'other' };
  if (good.events === 'within' && good.thresholdUs !== null) {
    return { kind: 'latency', threshold: formatRtt(good.thresholdUs) };
  }
  if (good.events === 'answered') {
    if (total.events === 'valid') return { kind: 'availability' };
    if (total.events === 'replied') return { kind: 'correctness' };
  }
  return good.events === 'replied' && total.events === 'valid' ? { kind: 'reachability' } : { kind: 'other' };
}
