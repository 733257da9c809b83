import { HOUR_MS, MINUTE_MS } from '../../../domain/clock.js';
import { groupBy } from '../../../domain/group-by.js';
import type { ReceivedMackerelAlert } from '../../../domain/mackerel-alert.js';

/** Of an open alert evidence is written anew so long after it was first told of, … */
const AFTER_FIRST_MS: readonly number[] = [
  ...[1, 3, 10, 30].map((minutes) => minutes * MINUTE_MS),
  ...Array.from({ length: 24 }, (_, i) => (i + 1) * HOUR_MS),
];
/** … and so long after it was told that it is over, when its last minutes are final. */
const AFTER_CLOSING_MS: readonly number[] = [MINUTE_MS, 4 * MINUTE_MS];

/** Nothing is written any more so long after the last that was told. */
export const EVIDENCE_SPAN_MS = 25 * HOUR_MS;

export interface DueEvidence {
  readonly atMs: number;
  /** Mackerel's id. */
  readonly alert: string;
}

/**
 * When the evidence of which alert is to be written, after `fromMs` and up to `toMs`, in order: each time it is
 * told of, and as more becomes known.
 *
 * @param told in order of reception
 */
export function dueEvidence(
  told: readonly ReceivedMackerelAlert[],
  fromMs: number,
  toMs: number,
): readonly DueEvidence[] {
  const byAlert = groupBy(told, ({ alert }) => alert.id);
  return [...byAlert]
    .flatMap(([alert, own]) => timesOf(own).map((atMs) => ({ atMs, alert })))
    .filter(({ atMs }) => atMs > fromMs && atMs <= toMs)
    .sort((a, b) => a.atMs - b.atMs);
}

function timesOf(told: readonly ReceivedMackerelAlert[]): readonly number[] {
  const [first] = told;
  const closing = told.find(({ alert }) => !alert.isOpen);
  if (first === undefined) return [];
  const closedAtMs = closing?.receivedAtMs ?? Infinity;
  const times = [
    ...told.map(({ receivedAtMs }) => receivedAtMs),
    ...AFTER_FIRST_MS.map((afterMs) => first.receivedAtMs + afterMs).filter((atMs) => atMs < closedAtMs),
    ...(closing === undefined ? [] : AFTER_CLOSING_MS.map((afterMs) => closing.receivedAtMs + afterMs)),
  ];
  return [...new Set(times)];
}
