import { parseDurationUs } from '../domain/duration.js';
import type { EventSource, SloDefinition } from '../domain/slo-definition.js';
import { parseOpensloDuration } from '../openslo/openslo-duration.js';

/** A definition changed as `--what-if` says, or what is wrong with that. */
export type Changed = { readonly definition: SloDefinition } | { readonly problem: string };

/** Changes a definition by one value; a text says what is required. */
type Change = (definition: SloDefinition, value: string) => SloDefinition | string;

const CHANGES: Readonly<Record<string, Change>> = {
  objective: (definition, value) => {
    const objective = shareOf(value);
    if (objective === null || objective >= 1) return 'a percentage below 100 such as 99.95 is required';
    return { ...definition, objective };
  },
  threshold: (definition, value) => {
    const thresholdUs = parseDurationUs(value);
    if (thresholdUs === null || thresholdUs === 0) return 'a duration such as 20ms is required';
    const { good, bad, total } = definition.indicator;
    if (![good, bad, total].some((source) => source?.events === 'within'))
      return 'an SLO with `events: within` is required, this one does not ask how long answers took';
    const indicator = {
      good: withThreshold(good, thresholdUs),
      bad: withThreshold(bad, thresholdUs),
      total: withThreshold(total, thresholdUs) ?? total,
    };
    return { ...definition, indicator };
  },
  timeSliceTarget: (definition, value) => {
    const { slices } = definition;
    if (slices?.target == null) return 'an SLO with `budgetingMethod: Timeslices` is required';
    const target = shareOf(value);
    if (target === null || target === 0) return 'a share above 0, at most 1, such as 0.95 (or 95%) is required';
    return { ...definition, slices: { ...slices, target } };
  },
  window: (definition, value) => {
    const periodMs = parseOpensloDuration(value);
    if (periodMs === null) return 'a duration such as 7d, 4w or 1M is required';
    return { ...definition, periodMs, periodText: value, calendar: null };
  },
  weight: (definition, value) => {
    if (value !== 'attempts' && value !== 'series') return '`attempts` or `series` is required';
    return { ...definition, weighing: { kind: value } };
  },
};

/** Reads `objective=99.99,threshold=20ms`. The definition gets a key of its own. */
export function changedDefinition(definition: SloDefinition, text: string): Changed {
  let changed: SloDefinition = { ...definition, key: `${definition.key} (what if)` };
  const seen = new Set<string>();
  for (const part of text.split(',')) {
    const [key = '', value] = part.split('=', 2).map((word) => word.trim());
    const change = Object.hasOwn(CHANGES, key) ? CHANGES[key] : undefined;
    if (change === undefined)
      return { problem: `one of ${Object.keys(CHANGES).join(', ')} is required, found "${key}"` };
    if (value === undefined || value === '') return { problem: `${key}: a value is required (${key}=…), found none` };
    if (seen.has(key)) return { problem: `${key}: one value is required, found two` };
    seen.add(key);
    const result = change(changed, value);
    if (typeof result === 'string') return { problem: `${key}: ${result}, found "${value}"` };
    changed = result;
  }
  return { definition: changed };
}

/** `99.95`, `99.95%` and `0.9995` are one share: from 1 on it is a percentage, and so with the sign. */
function shareOf(text: string): number | null {
  const match = /^(\d{1,3}(?:\.\d{1,12})?)(\s?%)?$/.exec(text);
  if (match === null) return null;
  const value = Number(match[1]);
  const isPercentage = match[2] !== undefined || value > 1;
  const share = isPercentage ? Number((value / 100).toFixed(14)) : value;
  return share <= 1 ? share : null;
}

function withThreshold(source: EventSource | null, thresholdUs: number): EventSource | null {
  return source?.events === 'within' ? { ...source, thresholdUs } : source;
}
