import type { HistoryReader } from '../domain/history-reader.js';
import { seriesKey } from '../domain/series.js';
import type { LatencyQueries } from '../publish/public-api/latency-queries.js';
import type { HistoryThread } from './history/thread.js';

/** Answers listeners' questions about latency in the history thread. */
export function answerLatency(history: HistoryReader, thread: Pick<HistoryThread, 'latency'>): LatencyQueries {
  return {
    latency: async ({ allowed, fromMs, toMs, stepMs, phase }) => {
      const keys = new Set(allowed.map(seriesKey));
      const stored = await history.series();
      const seriesIds = stored.filter(({ series }) => keys.has(seriesKey(series))).map(({ id }) => id);
      return thread.latency({ seriesIds, fromMs, toMs, stepMs, phase });
    },
  };
}
