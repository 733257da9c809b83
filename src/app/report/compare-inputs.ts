import { isoTime } from '../../domain/clock.js';
import { canonicalJson } from '../canonical-json.js';
import { changedKeys } from '../explain/composition-changes.js';
import type { CompositionChange } from '../../domain/slo-composition.js';
import { compareAttempts, type AttemptDifference, type SeriesDifference } from './compare-attempts.js';
import { exclusionEffects } from './exclusion-effects.js';
import { inputExclusions, type InputRecords } from './input-records.js';
import { countedBy } from './judged-counts.js';
import { type JudgedInputs, judgedInputs } from './judged-inputs.js';
import type { ExclusionEffect } from './month-figures.js';
import type { InputCorrection, InputMaintenance, ReportInputs } from './report-inputs.js';

/** One thing that is not as it was when a month was published. */
export type ReportDifference =
  | { readonly kind: 'window'; readonly before: ReportInputs['window']; readonly after: ReportInputs['window'] }
  | ({ readonly kind: 'definition' } & CompositionChange['definition'][number])
  | RecordDifference
  | SeriesDifference
  | AttemptDifference
  /** Minutes with data. */
  | { readonly kind: 'coverage'; readonly before: number; readonly after: number }
  /** How long a round is taken to be, in minutes. */
  | { readonly kind: 'rounds'; readonly before: number; readonly after: number }
  /** Times of answers, though all were counted alike. */
  | { readonly kind: 'latency' }
  /** The same attempts, known in other steps of time: finer ones were removed since. */
  | { readonly kind: 'resolution' };

/** Maintenance or a correction that takes other time out than it did. */
export interface RecordDifference {
  readonly kind: 'record';
  readonly what: ExclusionEffect['kind'];
  readonly id: number;
  readonly change: 'added' | 'removed' | 'changed';
  readonly from: string;
  readonly to: string;
  readonly recordedAt: string;
  /** `null`: that is not told. */
  readonly recordedBy: string | null;
  /** How many attempts count less for the change (more: negative). */
  readonly attemptsLess: number;
}

/** What tells two inputs of one SLO's month apart; none where they are equal. */
export function compareInputs(before: ReportInputs, after: ReportInputs): readonly ReportDifference[] {
  if (canonicalJson(before) === canonicalJson(after)) return [];
  const differences: readonly ReportDifference[] = [
    ...(isSame(before.window, after.window)
      ? []
      : [{ kind: 'window' as const, before: before.window, after: after.window }]),
    ...changedKeys(before.definition, after.definition).map((change) => ({ kind: 'definition' as const, ...change })),
    ...compareRecords(judgedInputs(before), judgedInputs(after)),
    ...compareAttempts(before, after),
    ...compareNumbers('coverage', coveredMinutes(before), coveredMinutes(after)),
    ...compareNumbers('rounds', before.slotMinutes, after.slotMinutes),
  ];
  if (differences.length > 0) return differences;
  return isSame(before.latency, after.latency) ? [{ kind: 'resolution' }] : [{ kind: 'latency' }];
}

function isSame(a: unknown, b: unknown): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

function compareNumbers(kind: 'coverage' | 'rounds', before: number, after: number): readonly ReportDifference[] {
  return before === after ? [] : [{ kind, before, after }];
}

function coveredMinutes({ coveredMinutes: runs }: ReportInputs): number {
  return runs.reduce((sum, [from, to]) => sum + to - from, 0);
}

type InputRecord = InputMaintenance | InputCorrection;

function compareRecords(before: JudgedInputs, after: JudgedInputs): readonly RecordDifference[] {
  const [then, now] = [recordsOf(before.inputs), recordsOf(after.inputs)];
  return [...new Set([...then.keys(), ...now.keys()])].flatMap((key): RecordDifference[] => {
    const [was, is] = [then.get(key), now.get(key)];
    const record = is ?? was;
    if (record === undefined || isSame(was, is)) return [];
    const change = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed';
    return [{ kind: 'record', ...describe(record), change, attemptsLess: effectOf(record) }];
  });

  function effectOf(record: InputRecord): number {
    const less = (judged: JudgedInputs): number =>
      exclusionEffects(judged, countedBy(judged, inputExclusions(judged.definition, judged.inputs))).find(
        ({ kind, id }) => kind === kindOf(record) && id === record.id,
      )?.attemptsLess ?? 0;
    return less(after) - less(before);
  }
}

function recordsOf({ maintenances, corrections }: InputRecords): ReadonlyMap<string, InputRecord> {
  return new Map([...maintenances, ...corrections].map((record) => [`${kindOf(record)} ${String(record.id)}`, record]));
}

function kindOf(record: InputRecord): ExclusionEffect['kind'] {
  return 'title' in record ? 'maintenance' : record.kind;
}

function describe(record: InputRecord) {
  const { id, fromMs, toMs, recordedAtMs, recordedBy } = record;
  const times = { from: isoTime(fromMs), to: isoTime(toMs), recordedAt: isoTime(recordedAtMs) };
  return { what: kindOf(record), id, ...times, recordedBy };
}
