import { latencyRange } from '../../src/app/latency-range.js';
import { sloHistory } from '../../src/app/site/slo-history.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import type { SloState } from '../../src/domain/slo-status.js';
import type { SiteHistory } from '../../src/publish/site/site-history.js';
import { MemoryHistory } from './memory-history.js';
import { sampleHistory } from './public-app.js';
import { SAMPLE_NOW_MS, SAMPLE_SERIES } from './sample-snapshot.js';

const PERIOD_MS = 28 * DAY_MS;
const STEP_MS = 30 * MINUTE_MS;

/** Failures in ten thousand, `agoMs` before now. */
type FailingAt = (agoMs: number) => number;

const FAILING: Readonly<Record<Exclude<SloState, 'no_data'>, FailingAt>> = {
  met: (agoMs) => (Math.floor(agoMs / DAY_MS) % 5 === 2 ? 3 : 0),
  at_risk: (agoMs) => (agoMs < 6 * HOUR_MS ? 600 : 2),
  violated: (agoMs) => (agoMs > 5 * DAY_MS && agoMs < 5 * DAY_MS + 3 * HOUR_MS ? 4_000 : 4),
};

/** Four weeks of one series, as an SLO in such a state may have seen them, with a day without data two weeks ago. */
export function samplePast(state: SloState): MemoryHistory {
  const history = new MemoryHistory();
  if (state === 'no_data') return history;
  for (let agoMs = STEP_MS; agoMs <= PERIOD_MS; agoMs += STEP_MS)
    if (Math.floor(agoMs / DAY_MS) !== 14) addMinute(history, agoMs, FAILING[state](agoMs));
  history.rollUp(SAMPLE_NOW_MS, SAMPLE_NOW_MS);
  return history;
}

function addMinute(history: MemoryHistory, agoMs: number, failing: number): void {
  const slow = 1 + Math.sin(agoMs / DAY_MS) / 3;
  const answered = (count: number, rttUs: number) =>
    ({ outcome: 'answered', count, rttUs: Math.round(rttUs) }) as const;
  history.add(SAMPLE_SERIES, SAMPLE_NOW_MS - agoMs, [
    answered(6_000 - failing, 350 * slow),
    answered(3_000, 900 * slow),
    answered(900, 12_000 * slow),
    answered(100, 60_000 * slow),
    ...(failing === 0 ? [] : [{ outcome: 'timeout', count: failing } as const]),
    ...(failing < 100 ? [] : [{ outcome: 'wrong_rcode', count: 1 } as const]),
  ]);
}

/** Answers a site's questions from a history in memory. */
export function siteHistory(history: MemoryHistory): SiteHistory {
  return sampleHistory({
    latency: (query) => latencyRange(history, { ...query, seriesIds: [history.idOf(SAMPLE_SERIES)] }),
    sloHistory: (query) => sloHistory({ history, sliceHours: null }, query),
  });
}
