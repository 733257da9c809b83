import { DAY_MS } from '../domain/clock.js';
import {
  LAB_RCODES,
  type FaultEffect,
  type FaultScope,
  type LabRcode,
  type PastFault,
  type ScheduledFault,
} from './scenario.js';
import type { YamlValue } from './yaml-value.js';

const EFFECTS = ['silent', 'drop', 'delay', 'rcode', 'wrong-answer', 'truncate', 'garbage'] as const;
const SCOPE_KEYS = ['kind', 'by', 'rcode', 'probability', 'resolvers', 'qnames', 'at', 'for'] as const;
const SMALLEST_PROBABILITY = 1e-6;
const LONGEST_DELAY_MS = 60_000;
const MOST_DAYS_AGO = 3650;

/** Reads a fault of the running lab; `names` are the resolvers that it may name. */
export function readScheduledFault(value: YamlValue, names: readonly string[]): ScheduledFault {
  const values = value.map([...SCOPE_KEYS, 'every']);
  reportMissing(value, values, ['kind', 'at', 'for']);
  const scope = readScope(values);
  reportStrangers(values.get('resolvers'), scope, names);
  const forMs = readForMs(values);
  const everyMs = values.get('every')?.durationMs() ?? null;
  if (everyMs !== null && everyMs < forMs) values.get('every')?.report('must not be shorter than `for`');
  return {
    ...scope,
    effect: readEffect(value, values, values.get('kind')?.oneOf(EFFECTS) ?? 'silent'),
    atMs: values.get('at')?.durationMs() ?? 0,
    forMs,
    everyMs,
  };
}

/** Reads a fault of generated history, in which resolvers have the same names. */
export function readPastFault(value: YamlValue, names: readonly string[]): PastFault {
  const values = value.map([...SCOPE_KEYS, 'daysAgo']);
  reportMissing(value, values, ['kind', 'daysAgo', 'at', 'for']);
  const kind = values.get('kind')?.oneOf([...EFFECTS, 'no-data']) ?? 'silent';
  const atMs = values.get('at')?.durationMs() ?? 0;
  if (atMs >= DAY_MS)
    values.get('at')?.report('must be a time of day, as the duration since midnight UTC: less than 24h');
  const scope = readScope(values);
  reportStrangers(values.get('resolvers'), scope, names);
  return {
    ...scope,
    effect: kind === 'no-data' ? { kind } : readEffect(value, values, kind),
    daysAgo: values.get('daysAgo')?.integer(1, MOST_DAYS_AGO) ?? 1,
    atMs,
    forMs: readForMs(values),
  };
}

type Values = ReadonlyMap<string, YamlValue>;

function reportMissing(value: YamlValue, values: Values, keys: readonly string[]): void {
  for (const key of keys) {
    if (!values.has(key)) value.report(`must have the key ${key}`);
  }
}

function readScope(values: Values): FaultScope {
  return {
    probability: values.get('probability')?.number(SMALLEST_PROBABILITY, 1) ?? 1,
    resolvers: values.get('resolvers')?.texts() ?? null,
    qnames:
      values
        .get('qnames')
        ?.texts()
        .map((glob) => glob.toLowerCase()) ?? null,
  };
}

function readForMs(values: Values): number {
  const forMs = values.get('for')?.durationMs() ?? 0;
  if (values.has('for') && forMs === 0) values.get('for')?.report('must be longer than nothing');
  return forMs;
}

function reportStrangers(value: YamlValue | undefined, scope: FaultScope, names: readonly string[]): void {
  for (const stranger of scope.resolvers?.filter((name) => name !== '' && !names.includes(name)) ?? []) {
    value?.report(`must name resolvers of this scenario (${names.join(', ')}), found "${stranger}"`);
  }
}

function readEffect(value: YamlValue, values: Values, kind: (typeof EFFECTS)[number]): FaultEffect {
  reportMisplaced(values, 'by', kind === 'delay', 'delay');
  reportMisplaced(values, 'rcode', kind === 'rcode', 'rcode');
  switch (kind) {
    case 'delay':
      return { kind, byUs: readDelayUs(value, values) };
    case 'rcode':
      return { kind, rcode: readRcode(value, values) };
    case 'silent':
    case 'drop':
    case 'wrong-answer':
    case 'truncate':
    case 'garbage':
      return { kind };
    default:
      return kind satisfies never;
  }
}

function reportMisplaced(values: Values, key: string, isWanted: boolean, kind: string): void {
  if (!isWanted) values.get(key)?.report(`belongs to faults of the kind ${kind} only`);
}

function readDelayUs(value: YamlValue, values: Values): number {
  reportMissing(value, values, ['by']);
  const byMs = values.get('by')?.durationMs() ?? 0;
  if (byMs > LONGEST_DELAY_MS) values.get('by')?.report('must be 60s or less');
  return Math.round(byMs * 1e3);
}

function readRcode(value: YamlValue, values: Values): LabRcode {
  reportMissing(value, values, ['rcode']);
  const [first, ...rest] = Object.keys(LAB_RCODES) as [LabRcode, ...LabRcode[]];
  return values.get('rcode')?.oneOf([first, ...rest]) ?? first;
}
