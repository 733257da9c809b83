import type { SloHistories } from '../../domain/slo-history.js';
import type { SloView } from '../../domain/snapshot.js';
import { ceilTo, DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/clock.js';
import type { TimeWindow } from '../../domain/window.js';
import type { SloHistoryQueries } from '../public-api/slo-history-queries.js';
import type { Site } from '../site/site.js';

/** What an SLO's page shows besides what the snapshot tells. */
export interface SloDetail {
  readonly asOfMs: number;
  /** Over the SLO's current window. */
  readonly window: SloHistories;
  /** Over the last day (the last hour while there is less data); `null` where the window is no longer than that. */
  readonly recent: SloHistories | null;
}

/** All objectives of one SLO, in the order of the configuration. */
export function viewsOf({ snapshot }: Site, name: string | undefined): readonly SloView[] {
  return (snapshot?.slos ?? []).filter(({ definition }) => definition.name === name);
}

/** Reads it; `null` where there is no such SLO. */
export async function readSloDetail(
  site: Site,
  name: string | undefined,
  history: SloHistoryQueries,
): Promise<SloDetail | null> {
  const [first, ...others] = viewsOf(site, name);
  if (first === undefined || site.snapshot === null) return null;
  const asOfMs = site.snapshot.evaluatedAtMs;
  const slos = [first, ...others].map(({ definition }) => definition);
  const window = await history.sloHistory({ slos, asked: { kind: 'window', toMs: asOfMs } });
  const isShort = first.definition.periodMs <= DAY_MS;
  if (isShort) return { asOfMs, window, recent: null };
  return {
    asOfMs,
    window,
    recent: await history.sloHistory({ slos, asked: { kind: 'range', ...recentTime(first, asOfMs) } }),
  };
}

/** While data are younger than this, a day would show next to nothing. */
const YOUNG_MS = 3 * HOUR_MS;

/** The last 24 hours in half hours; the last hour by the minute while there is little data. */
function recentTime({ status: { dataSince } }: SloView, asOfMs: number): TimeWindow & { readonly stepMs: number } {
  const isYoung = dataSince !== null && asOfMs - Date.parse(dataSince) < YOUNG_MS;
  const stepMs = isYoung ? MINUTE_MS : 30 * MINUTE_MS;
  return { fromMs: ceilTo(asOfMs, stepMs) - (isYoung ? HOUR_MS : DAY_MS), toMs: asOfMs, stepMs };
}
