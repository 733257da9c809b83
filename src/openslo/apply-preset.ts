import type { EventSource, Indicator, Weighing } from '../domain/slo-definition.js';
import { STUB_RESOLVER } from '../domain/series.js';
import type { Preset } from './preset.js';

/** One of the definitions that a document stands for. */
export interface Variant {
  /** What follows the document's name and display name; `null`: nothing, it is the only one. */
  readonly aspect: string | null;
  readonly indicator: Indicator;
  readonly weighing: Weighing;
  /** Instead of the document's objective; `null`: that. */
  readonly objective: number | null;
}

/**
 * What a preset makes of a document's indicator, which must be `good` of `valid` attempts.
 *
 * @throws RangeError for another indicator
 */
export function applyPreset(preset: Preset, indicator: Indicator): readonly Variant[] {
  const { good, total } = indicator;
  if (good === null || total.events !== 'valid') throw new RangeError('a preset needs good attempts of valid ones');
  switch (preset) {
    case 'icann-slr':
      return [
        variant({ indicator: { bad: null, total, good: withinDefault(good, ICANN_THRESHOLD_US) } }, ICANN_QUORUM),
      ];
    case 'rssac047':
      return [variant({ indicator }, { kind: 'enough-of-many' })];
    case 'resolver-basic':
      return basics(good, total);
    default:
      return preset satisfies never;
  }
}

/** Registry Agreement, specification 10, §3.2: a query unanswered for five times the RTT of 500 ms (UDP) counts as none. */
export const ICANN_THRESHOLD_US = 2_500_000;

/** The same: 51 % of the probes must see an address fail; of fewer than 20 active ones nothing is inferred. */
const ICANN_QUORUM = { kind: 'quorum', share: 0.51, fewestVantages: 20 } as const;

/** What a cached answer should take, and the share that should. */
const BASIC_THRESHOLD_US = 100_000;
const BASIC_LATENCY_OBJECTIVE = 0.95;

/** What clients get, how fast the resolvers answer, and whether what they say is right. */
function basics(good: EventSource, total: EventSource): readonly Variant[] {
  const { selector } = total;
  const stub = { ...selector, resolver: [STUB_RESOLVER] };
  const latency = withinDefault({ ...good, selector }, BASIC_THRESHOLD_US);
  return [
    variant({ aspect: 'availability', indicator: ratio(counted('answered', stub), counted('valid', stub)) }),
    variant({ aspect: 'latency', indicator: ratio(latency, total), objective: BASIC_LATENCY_OBJECTIVE }),
    variant({ aspect: 'correctness', indicator: ratio(counted('answered', selector), counted('replied', selector)) }),
  ];
}

function variant(
  { aspect = null, objective = null, indicator }: Pick<Variant, 'indicator'> & Partial<Variant>,
  weighing: Weighing = { kind: 'attempts' },
): Variant {
  return { aspect, indicator, weighing, objective };
}

function ratio(good: EventSource, total: EventSource): Indicator {
  return { good, bad: null, total };
}

function counted(events: EventSource['events'], selector: EventSource['selector']): EventSource {
  return { events, selector, thresholdUs: null };
}

/** A threshold that the document gives is kept. */
function withinDefault(source: EventSource, thresholdUs: number): EventSource {
  return { selector: source.selector, events: 'within', thresholdUs: source.thresholdUs ?? thresholdUs };
}
