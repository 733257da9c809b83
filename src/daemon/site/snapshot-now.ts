import { evaluateAt } from '../../app/evaluate-at.js';
import type { Config } from '../../config/config.js';
import { DAY_MS, MINUTE_MS } from '../../domain/clock.js';
import { measuredProbe } from '../../domain/measured-probe.js';
import { roundMsByName } from '../../domain/probe-definition.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { STALE_AFTER_MS } from '../../publish/http/latest-snapshot.js';
import type { SqliteStore } from '../../record/store/sqlite/sqlite-store.js';
import type { HistoryThread } from '../history/thread.js';
import { SloViews } from '../slo-views.js';

export interface SnapshotNowDeps {
  readonly store: SqliteStore;
  readonly thread: HistoryThread;
  readonly nowMs: number;
}

/** What is to be shown at this instant, read from scratch: for those who are not the daemon. */
export async function snapshotNow(
  { slos, probes, publicHttp, lab }: Pick<Config, 'slos' | 'probes' | 'publicHttp' | 'lab'>,
  { store, thread, nowMs }: SnapshotNowDeps,
): Promise<Snapshot> {
  const { alertStates, sliceHours } = store;
  const statuses = await evaluateAt(
    { history: store, alertStates, sliceHours, roundMsOf: roundMsByName(probes), onError: () => undefined },
    slos,
    nowMs,
  );
  const views = new SloViews({ history: store, thread, slos, timeZone: publicHttp?.timeZone ?? 'UTC' });
  await views.refreshDays(nowMs, nowMs);
  await views.refreshLatency(nowMs);
  return {
    evaluatedAtMs: nowMs,
    slos: (await views.views(statuses, nowMs)) ?? [],
    probes: probes.map(measuredProbe),
    isDemo: lab !== null,
    historyFromMs: await store.firstCellMs(),
  };
}

/**
 * For how long nothing was written by then, where that is so long that figures can no longer be called
 * current; else `null`. Whoever wrote nothing within a day is at least a day behind.
 */
export async function silentForMs({ thread, nowMs }: Omit<SnapshotNowDeps, 'store'>): Promise<number | null> {
  const ends = (await thread.latestMinutes(nowMs)).map(({ minute }) => (minute?.startMs ?? -Infinity) + MINUTE_MS);
  const silentMs = Math.min(DAY_MS, nowMs - Math.max(-Infinity, ...ends));
  // A minute may be written until its last attempt has timed out, a minute after it.
  return silentMs > STALE_AFTER_MS + MINUTE_MS ? silentMs : null;
}
