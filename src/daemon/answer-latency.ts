import type { LatencyQueries } from '../publish/public-api/latency-queries.js';
import type { HistoryThread } from './history/thread.js';

/** Answers listeners' questions about latency in the history thread. */
export function answerLatency(thread: Pick<HistoryThread, 'latencyOfSeries'>): LatencyQueries {
  return {
    latency: ({ allowed, fromMs, toMs, stepMs, phase }) =>
      thread.latencyOfSeries(allowed, { fromMs, toMs, stepMs, phase }),
  };
}
