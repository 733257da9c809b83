import { addOutcomes, type OutcomeCounts } from '../../domain/outcome.js';
import { DAY_MS, MINUTE_MS } from '../../domain/clock.js';
import type { HistoryReader } from '../../domain/history-reader.js';
import type { SeriesLatestMinute } from '../../publish/admin/admin-queries.js';

/** Most series are found in the last minutes; slow schedules, and those that stopped, within a day. */
const LOOK_BACK_MS = [10 * MINUTE_MS, DAY_MS];

/** Every stored series and the latest of its minutes within a day; the running one may still be filling. */
export async function latestMinutes(history: HistoryReader, nowMs: number): Promise<readonly SeriesLatestMinute[]> {
  const stored = await history.series();
  const found = new Map<number, { startMs: number; counts: OutcomeCounts }>();
  for (const backMs of LOOK_BACK_MS) {
    const seriesIds = stored.filter(({ id }) => !found.has(id)).map(({ id }) => id);
    if (seriesIds.length === 0) break;
    const window = { fromMs: nowMs - backMs, toMs: nowMs + MINUTE_MS };
    await history.scanCells({ seriesIds, resolution: 'minute', ...window }, ({ seriesId, startMs, counts }) => {
      const before = found.get(seriesId);
      const isSame = before?.startMs === startMs;
      found.set(seriesId, { startMs, counts: isSame ? addOutcomes(before.counts, counts) : counts });
    });
  }
  return stored.map(({ id, series }) => ({ series, minute: found.get(id) ?? null }));
}
