import type { Clock } from '../../domain/clock.js';
import type { SiteHistory } from '../../publish/site/site-history.js';
import { answerLatency } from '../answer-latency.js';
import type { ReportSettings } from '../history/messages.js';
import type { HistoryThread } from '../history/thread.js';

interface SiteThreads {
  readonly quick: HistoryThread;
  /** For what takes seconds, and must keep nobody waiting. */
  readonly slow: HistoryThread;
}

/** The history of the public site. */
export function siteHistory({ quick, slow }: SiteThreads, settings: ReportSettings, clock: Clock): SiteHistory {
  return {
    ...answerLatency(quick),
    sloHistory: (query) => quick.sloHistory(query),
    tallies: (slos, windows) => quick.tallies(slos, windows),
    report: (month, slos) => slow.report({ ...settings, month, slos, nowMs: clock.nowMs() }),
  };
}
