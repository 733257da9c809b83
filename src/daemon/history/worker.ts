import { parentPort, workerData } from 'node:worker_threads';

import { type LatencyQuery, latencyRange } from '../../app/latency-range.js';
import { correctionEffect } from '../../app/operator/correction-effect.js';
import { readSituation } from '../../app/situation/read-situation.js';
import { sloHistory } from '../../app/site/slo-history.js';
import { tallyWindows } from '../../app/tally-windows.js';
import type { LatencyRange } from '../../domain/latency.js';
import { roundMsByName } from '../../domain/probe-definition.js';
import { type Series, seriesKey } from '../../domain/series.js';
import { openStore } from '../../record/store/sqlite/open-store.js';
import { latestMinutes } from './latest-minutes.js';
import { situationDeps } from './situation-deps.js';
import { monthReport } from './month-report.js';
import type { FromHistory, HistoryRequest, HistoryResponse, HistoryWorkerData } from './messages.js';

const { storeFile } = workerData as HistoryWorkerData;
const history = openStore({
  file: storeFile,
  access: 'read-only',
  onDamage: (damage) => send({ damage }),
});

/** One question at a time: the thread's memory stays that of one answer. */
let turn: Promise<void> = Promise.resolve();

parentPort?.on('message', (request: HistoryRequest) => {
  turn = turn.then(async () => send(await respond(request)));
});

function send(message: FromHistory): void {
  parentPort?.postMessage(message);
}

async function respond(request: HistoryRequest): Promise<HistoryResponse> {
  try {
    return { id: request.id, value: await answer(request) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
    return { id: request.id, error: { message, code } };
  }
}

function answer(request: HistoryRequest): Promise<unknown> {
  switch (request.kind) {
    case 'latency':
      return latencyRange(history, request.query);
    case 'latency-of-series':
      return latencyOfSeries(request.series, request.query);
    case 'tallies':
      return tallyWindows(history, request.slos, request.windows);
    case 'slo-history':
      return sloHistory({ history, sliceHours: history.sliceHours }, request.query);
    case 'correction-effect': {
      const { slos, correction, probes, nowMs } = request;
      return correctionEffect({ history, roundMsOf: roundMsByName(probes) }, slos, correction, nowMs);
    }
    case 'report':
      return monthReport(history, request.asked);
    case 'situation':
      return history.atOneInstant(() => readSituation(situationDeps(history, request.probes), request.query));
    case 'latest-minutes':
      return latestMinutes(history, request.nowMs);
    case 'failures':
      return history.failureHistory.failures(request.query);
    case 'failure-losses':
      return history.failureHistory.failureLosses(request.query);
    default:
      return request satisfies never;
  }
}

async function latencyOfSeries(
  series: readonly Series[],
  query: Omit<LatencyQuery, 'seriesIds'>,
): Promise<LatencyRange> {
  const keys = new Set(series.map(seriesKey));
  const stored = (await history.series()).filter((one) => keys.has(seriesKey(one.series)));
  return latencyRange(history, { ...query, seriesIds: stored.map(({ id }) => id) });
}
