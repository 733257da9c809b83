import { DAY_MS, HOUR_MS, isoTime } from '../../domain/clock.js';
import type { Correction, NewCorrection } from '../../domain/operator-action.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { TimeWindow } from '../../domain/window.js';
import type { OperatorStore } from './operator-store.js';
import { nameFaults, nameOfPersonFaults, refuse, refused, textFaults, windowFaults } from './refusal.js';

/** From when on history is known how finely. */
export interface KeptHistory {
  /** Before this only by the hour. */
  readonly minutesFromMs: number;
  /** Before this only by the day. */
  readonly hoursFromMs: number;
  /** Before this not at all. */
  readonly daysFromMs: number;
}

/** What a correction is held to. */
export interface KnownToCorrections {
  readonly slos: readonly SloDefinition[];
  readonly kept: KeptHistory;
  readonly nowMs: number;
}

/** Takes time out of an SLO, or puts it back. Throws `AppError` `OPERATION_REFUSED`, or what the store throws. */
export async function addCorrection(
  store: Pick<OperatorStore, 'addCorrection'>,
  known: KnownToCorrections,
  given: NewCorrection,
): Promise<Correction> {
  refuse(correctionFaults(given, known));
  return store.addCorrection(given);
}

/** What is wrong with a correction, one thing each; none: it can be recorded. */
export function correctionFaults(given: NewCorrection, known: KnownToCorrections): readonly string[] {
  const faults = windowFaults(given);
  return [
    ...nameFaults([given.slo], known.slos),
    ...textFaults('reason', given.reason),
    ...nameOfPersonFaults('by', given.by),
    ...(faults.length > 0 ? faults : [...futureFaults(given, known.nowMs), ...keptFaults(given, known.kept)]),
  ];
}

/** Takes a correction back: figures are as if it had never been. Throws as `addCorrection()` does. */
export async function revokeCorrection(
  store: Pick<OperatorStore, 'revokeCorrection' | 'operatorRecords'>,
  id: number,
  by: string,
): Promise<Correction> {
  refuse(nameOfPersonFaults('by', by));
  const revoked = await store.revokeCorrection(id, by);
  if (revoked !== null) return revoked;
  const { corrections } = await store.operatorRecords();
  const found = corrections.find((one) => one.id === id);
  throw refused(
    found === undefined
      ? `id: the id of a correction is required (\`correct list\`), found ${String(id)}`
      : `correction ${String(id)} was revoked at ${isoTime(found.revokedAtMs ?? NaN)} by ${String(found.revokedBy)}`,
  );
}

function futureFaults({ fromMs }: TimeWindow, nowMs: number): readonly string[] {
  if (fromMs < nowMs) return [];
  return [
    `from: a time that has been is required, found ${isoTime(fromMs)}; work that is to come is announced with \`maintenance add\``,
  ];
}

/** What is only known by the hour or the day cannot be divided. */
function keptFaults(window: TimeWindow, kept: KeptHistory): readonly string[] {
  if (window.fromMs < kept.daysFromMs)
    return [`from: nothing is kept of before ${isoTime(kept.daysFromMs)}, found ${isoTime(window.fromMs)}`];
  return [...boundFaults('from', window.fromMs, kept), ...boundFaults('to', window.toMs, kept)];
}

function boundFaults(field: string, timeMs: number, { minutesFromMs, hoursFromMs }: KeptHistory): readonly string[] {
  const found = `found ${isoTime(timeMs)}`;
  if (timeMs < hoursFromMs && timeMs % DAY_MS !== 0)
    return [`${field}: a whole day (UTC) is required, for before ${isoTime(hoursFromMs)} only days are kept; ${found}`];
  if (timeMs < minutesFromMs && timeMs % HOUR_MS !== 0)
    return [`${field}: a whole hour is required, for before ${isoTime(minutesFromMs)} only hours are kept; ${found}`];
  return [];
}
