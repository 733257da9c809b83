import { isoTime } from '../../domain/clock.js';
import { openedAtMs } from '../../domain/incident.js';
import type { PublicCorrection, PublicIncident, PublicMaintenance } from '../../domain/public-records.js';
import { wasCalledOff } from '../../domain/maintenance-state.js';
import type { TimeWindow } from '../../domain/window.js';
import type { Site } from '../site/site.js';

/** What happened in one month, UTC. */
export interface HistoryMonth {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly incidents: readonly PublicIncident[];
  readonly maintenances: readonly PublicMaintenance[];
  readonly corrections: readonly PublicCorrection[];
}

const LATEST_MONTHS = 12;

/** Months that the history has, the latest first; of one year (`2026`), or (`null`) the last twelve. */
export function shownMonths(site: Site, year: string | null): readonly string[] {
  const all = monthsOf(site);
  return year === null ? all.slice(0, LATEST_MONTHS) : all.filter((month) => month.startsWith(`${year}-`));
}

/** Years that the history has, the latest first. */
export function historyYears(site: Site): readonly string[] {
  return [...new Set(monthsOf(site).map((month) => month.slice(0, 4)))];
}

/** Of a site's state, which many parts ask. */
const monthsBySite = new WeakMap<Site, readonly string[]>();

/** Every month from the first data, or the first record, to this one; the latest first. */
export function monthsOf(site: Site): readonly string[] {
  const months = monthsBySite.get(site) ?? countMonths(site);
  monthsBySite.set(site, months);
  return months;
}

function countMonths({ snapshot, records, nowMs }: Site): readonly string[] {
  const firstMs = Math.min(
    nowMs,
    snapshot?.historyFromMs ?? Infinity,
    ...records.incidents.map(openedAtMs),
    ...records.maintenances.map(({ fromMs }) => fromMs),
  );
  const months: string[] = [];
  for (let month = monthAt(nowMs); month >= monthAt(firstMs); month = monthBefore(month)) months.push(month);
  return months;
}

/** Months of which there are data, the latest first. */
export function reportMonths(site: Site): readonly string[] {
  const fromMs = site.snapshot?.historyFromMs ?? null;
  return fromMs === null ? [] : monthsOf(site).filter((month) => month >= monthAt(fromMs));
}

export function historyMonth({ records, nowMs }: Site, month: string): HistoryMonth {
  const isOf = (timeMs: number): boolean => monthAt(timeMs) === month;
  return {
    month,
    incidents: records.incidents.filter((one) => isOf(openedAtMs(one))),
    maintenances: records.maintenances.filter((one) => isOf(one.fromMs) && one.fromMs <= nowMs && !wasCalledOff(one)),
    corrections: records.corrections.filter((one) => isOf(one.fromMs) && one.revokedAtMs === null),
  };
}

/** The whole month, UTC, up to now. */
export function monthWindowUtc(month: string, nowMs: number): TimeWindow {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const toMs = Date.UTC(year, number, 1);
  return { fromMs: Date.UTC(year, number - 1, 1), toMs: Math.min(toMs, Math.ceil(nowMs / 60_000) * 60_000) };
}

function monthAt(timeMs: number): string {
  return isoTime(timeMs).slice(0, 7);
}

function monthBefore(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 1 ? `${String(year - 1)}-12` : `${String(year)}-${String(number - 1).padStart(2, '0')}`;
}
