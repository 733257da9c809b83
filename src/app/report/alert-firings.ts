import type { AlertLogEntry } from '../../domain/alert-evidence.js';
import type { TimeWindow } from '../../domain/window.js';
import type { AlertTransitionReader } from '../ports.js';
import type { AlertFiring } from './month-report.js';

/** Changes of one SLO's alerts that are read at most, of a month and of the time before. */
const MOST_CHANGES = 2_000;
const CHANGES_BEFORE = 100;

/** When an SLO's alerts fired within a window, in order of time. */
export async function alertFirings(
  log: AlertTransitionReader,
  slo: string,
  window: TimeWindow,
): Promise<readonly AlertFiring[]> {
  const before = await log.alertTransitions(slo, { fromMs: 0, toMs: window.fromMs }, CHANGES_BEFORE);
  const within = await log.alertTransitions(slo, window, MOST_CHANGES);
  return firingsOf(before, within.toReversed());
}

/**
 * @param before changes before the window, the newest first
 * @param within changes in the window, the oldest first
 */
export function firingsOf(before: readonly AlertLogEntry[], within: readonly AlertLogEntry[]): readonly AlertFiring[] {
  const open = new Map(firingAtBegin(before, within).map((firing) => [firing.alert, firing]));
  const closed: AlertFiring[] = [];
  for (const entry of within) {
    const known = open.get(entry.alert);
    if (entry.to === 'firing') open.set(entry.alert, { ...named(entry), fromMs: entry.atMs, toMs: null, fired: entry });
    else if (known !== undefined) {
      closed.push({ ...known, toMs: entry.atMs });
      open.delete(entry.alert);
    }
  }
  return [...closed, ...open.values()].toSorted((a, b) => (a.fromMs ?? 0) - (b.fromMs ?? 0));
}

/** Of alerts that fired before the window the last change says so, or else how they left it. */
function firingAtBegin(before: readonly AlertLogEntry[], within: readonly AlertLogEntry[]): readonly AlertFiring[] {
  const names = new Set([...before, ...within].map(({ alert }) => alert));
  return [...names].flatMap((alert): AlertFiring[] => {
    const last = before.find((entry) => entry.alert === alert);
    const next = within.find((entry) => entry.alert === alert);
    if (last?.to === 'firing') return [{ ...named(last), fromMs: null, toMs: null, fired: last }];
    if (last === undefined && next?.from === 'firing')
      return [{ ...named(next), fromMs: null, toMs: null, fired: null }];
    return [];
  });
}

function named({ alert, severity }: AlertLogEntry) {
  return { alert, severity };
}
