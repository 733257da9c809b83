import type { Worker } from 'node:worker_threads';

import type { LatencyQuery } from '../../app/latency-range.js';
import type { MonthReport } from '../../app/report/month-report.js';
import type { CorrectionEffect } from '../../app/operator/correction-effect.js';
import type { SituationQuery } from '../../app/situation/read-situation.js';
import type { SloHistoryQuery } from '../../app/site/slo-history.js';
import type { FailureEvidence, FailureLoss } from '../../domain/failure-evidence.js';
import type { FailureQuery } from '../../domain/failure-reader.js';
import type { LatencyRange } from '../../domain/latency.js';
import type { Log } from '../../domain/log.js';
import type { ProbeDefinition } from '../../domain/probe-definition.js';
import type { Series } from '../../domain/series.js';
import type { Situation } from '../../domain/situation.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { SloHistories } from '../../domain/slo-history.js';
import type { Tally } from '../../domain/tally.js';
import type { TimeWindow } from '../../domain/window.js';
import type { CellDamage } from '../../record/cell-damage.js';
import type { SeriesLatestMinute } from '../../publish/admin/admin-queries.js';
import { startWorker } from '../start-worker.js';
import type { FromHistory, HistoryRequest, HistoryResponse, HistoryWorkerData, ReportQuestion } from './messages.js';

type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A reading of history failed in its thread; `code` is that of the error there, if it had one. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';
  readonly code: string | null;

  constructor(message: string, code: string | null) {
    super(message);
    this.code = code;
  }
}

/**
 * Reads history on a thread and a connection of its own, so that no question of a visitor delays
 * judging. A thread that dies is replaced; the questions it had fail with `HistoryError`.
 */
export class HistoryThread {
  readonly #storeFile: string;
  readonly #log: Log;
  readonly #onDamage: (damage: CellDamage) => void;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #nextId = 1;
  #isClosed = false;

  /** `onDamage` is told of a damaged row again by each thread that replaces one that died. */
  constructor(storeFile: string, log: Log, onDamage: (damage: CellDamage) => void) {
    this.#storeFile = storeFile;
    this.#log = log;
    this.#onDamage = onDamage;
  }

  latency(query: LatencyQuery): Promise<LatencyRange> {
    return this.#ask({ kind: 'latency', query }) as Promise<LatencyRange>;
  }

  /** The same of series by their names; those that are not stored have no data. */
  latencyOfSeries(series: readonly Series[], query: Omit<LatencyQuery, 'seriesIds'>): Promise<LatencyRange> {
    return this.#ask({ kind: 'latency-of-series', series, query }) as Promise<LatencyRange>;
  }

  /** What each SLO did in each window: `result[window][slo]`. */
  tallies(slos: readonly SloDefinition[], windows: readonly TimeWindow[]): Promise<readonly (readonly Tally[])[]> {
    return this.#ask({ kind: 'tallies', slos, windows }) as Promise<readonly (readonly Tally[])[]>;
  }

  /** What one SLO did step by step. */
  sloHistory(query: SloHistoryQuery): Promise<SloHistories> {
    return this.#ask({ kind: 'slo-history', query }) as Promise<SloHistories>;
  }

  /** What a correction does to its SLO. */
  correctionEffect(
    of: Omit<Extract<HistoryRequest, { readonly kind: 'correction-effect' }>, 'id' | 'kind'>,
  ): Promise<readonly CorrectionEffect[]> {
    return this.#ask({ kind: 'correction-effect', ...of }) as Promise<readonly CorrectionEffect[]>;
  }

  /** What was going on around an alert. */
  situation(query: SituationQuery, probes: readonly ProbeDefinition[]): Promise<Situation> {
    return this.#ask({ kind: 'situation', query, probes }) as Promise<Situation>;
  }

  /** A month's report; rejects with the code `REPORT_MONTH_INVALID` where it has not begun. */
  report(asked: ReportQuestion): Promise<MonthReport> {
    return this.#ask({ kind: 'report', asked }) as Promise<MonthReport>;
  }

  /** Every series and its latest minute within a day of `nowMs`. */
  latestMinutes(nowMs: number): Promise<readonly SeriesLatestMinute[]> {
    return this.#ask({ kind: 'latest-minutes', nowMs }) as Promise<readonly SeriesLatestMinute[]>;
  }

  failures(query: FailureQuery): Promise<readonly FailureEvidence[]> {
    return this.#ask({ kind: 'failures', query }) as Promise<readonly FailureEvidence[]>;
  }

  failureLosses(query: FailureQuery): Promise<readonly FailureLoss[]> {
    return this.#ask({ kind: 'failure-losses', query }) as Promise<readonly FailureLoss[]>;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
    this.#failAll('the daemon is stopping');
  }

  #ask(request: Unnumbered<HistoryRequest>): Promise<unknown> {
    if (this.#isClosed) return Promise.reject(new HistoryError('the daemon is stopping', null));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#started().postMessage({ ...request, id });
    });
  }

  #started(): Worker {
    if (this.#worker !== null) return this.#worker;
    const workerData: HistoryWorkerData = { storeFile: this.#storeFile };
    const worker = startWorker(new URL('./worker.js', import.meta.url), { workerData });
    worker.on('message', (message: FromHistory) => {
      if ('damage' in message) this.#onDamage(message.damage);
      else this.#settle(message);
    });
    worker.on('error', (error) => this.#log.error({ err: error }, 'the history thread failed'));
    worker.on('exit', () => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#failAll('the history thread ended unexpectedly');
    });
    this.#worker = worker;
    return worker;
  }

  #settle(response: HistoryResponse): void {
    const waiting = this.#waiting.get(response.id);
    this.#waiting.delete(response.id);
    if ('error' in response) waiting?.reject(new HistoryError(response.error.message, response.error.code));
    else waiting?.resolve(response.value);
  }

  #failAll(message: string): void {
    for (const { reject } of this.#waiting.values()) reject(new HistoryError(message, null));
    this.#waiting.clear();
  }
}
