import { assembleReport, type ReportAsked, type ReportDeps } from '../../src/app/report/assemble-report.js';
import type { FullMonthReport, MonthReport, ReportedSlo } from '../../src/app/report/month-report.js';
import { HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import type { Incident } from '../../src/domain/incident.js';
import type { Correction, Maintenance } from '../../src/domain/operator-action.js';
import { MemoryHistory } from './memory-history.js';
import { eventSource, series, slo } from './slo-samples.js';

/** Of `memoryReport`, a day after its month. */
export const AFTER_MS = Date.parse('2026-11-02T09:00:00Z');
export const MONTH = '2026-10';

export const AVAILABILITY = slo({ maintenance: 'exclude', description: 'Queries are answered.' });
export const LATENCY = slo({
  name: 'latency',
  displayName: 'Latency',
  objective: 0.95,
  indicator: { good: eventSource('within', {}, 50_000), bad: null, total: eventSource('valid') },
});

/** Four attempts in every 30th minute of October 2026, and an hour of trouble on the 9th. */
export function octoberHistory(): MemoryHistory {
  const history = new MemoryHistory();
  const from = Date.parse('2026-10-01T00:00:00Z');
  for (let minute = 0; minute < 31 * 1440; minute += 30) {
    const timeMs = from + minute * MINUTE_MS;
    history.add(series('ns1'), timeMs, [{ outcome: 'answered', count: 2, rttUs: 900 + (minute % 7) * 100 }]);
    history.add(series('ns2'), timeMs, [{ outcome: 'answered', count: 2, rttUs: 20_000 }]);
  }
  const trouble = Date.parse('2026-10-09T14:00:00Z');
  for (let minute = 0; minute < 60; minute++)
    history.add(series('ns2'), trouble + minute * MINUTE_MS, [
      minute % 3 === 0 ? { outcome: 'wrong_rcode', count: 1, rttUs: 800 } : { outcome: 'timeout', count: 1 },
    ]);
  history.rollUp(AFTER_MS, AFTER_MS);
  return history;
}

export function correction(id: number, from: string, to: string, changes: Partial<Correction> = {}): Correction {
  return {
    id,
    slo: 'availability',
    fromMs: Date.parse(from),
    toMs: Date.parse(to),
    kind: 'exclude',
    reason: 'fibre cut',
    recordedAtMs: Date.parse(to) + HOUR_MS,
    recordedBy: 'alice',
    revokedAtMs: null,
    revokedBy: null,
    ...changes,
  };
}

export function maintenance(id: number, from: string, to: string, changes: Partial<Maintenance> = {}): Maintenance {
  return {
    id,
    title: 'rack move',
    message: null,
    fromMs: Date.parse(from),
    toMs: Date.parse(to),
    slos: [],
    recordedAtMs: Date.parse(from) - 48 * HOUR_MS,
    recordedBy: 'bob',
    cancelledAtMs: null,
    cancelledBy: null,
    ...changes,
  };
}

export function incident(id: number, from: string, to: string | null, slos: readonly string[] = []): Incident {
  const update = (atMs: number, state: 'investigating' | 'resolved', message: string) => {
    return { id: 1, atMs, state, message, recordedAtMs: atMs, recordedBy: 'ada' };
  };
  const updates = [update(Date.parse(from), 'investigating', 'We are looking into it.')];
  if (to !== null) updates.push(update(Date.parse(to), 'resolved', 'A switch was replaced.'));
  return { id, title: 'Timeouts at ns2', impact: 'major', slos, updates, postMortemUrl: null, postMortemAtMs: null };
}

export function reportDeps(history: MemoryHistory, changes: Partial<ReportDeps> = {}): ReportDeps {
  return {
    history,
    roundMsOf: () => MINUTE_MS * 30,
    minutesFromMs: -Infinity,
    alertLog: null,
    compositions: null,
    incidents: null,
    published: null,
    ...changes,
  };
}

/** A report over memory. */
export function memoryReport(
  history: MemoryHistory,
  asked: Partial<ReportAsked> = {},
  changes: Partial<ReportDeps> = {},
): Promise<FullMonthReport> {
  const all = { month: MONTH, slos: [AVAILABILITY, LATENCY], nowMs: AFTER_MS, ...asked };
  return assembleReport(reportDeps(history, changes), all);
}

/** The SLOs of a report that have figures. */
export function reportedIn({ slos }: MonthReport): readonly ReportedSlo[] {
  return slos.filter((one): one is ReportedSlo => one.kind === 'slo');
}
