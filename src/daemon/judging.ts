import { CompositionKeeper, type CompositionStore } from '../app/composition-keeper.js';
import { evaluateAt } from '../app/evaluate-at.js';
import { Evaluator } from '../app/evaluator.js';
import type { AlertStateStore, SliceHourStore } from '../app/ports.js';
import { measuredMinute } from '../app/measured-minute.js';
import type { Config } from '../config/config.js';
import { seriesOf } from '../config/series-of.js';
import type { AlertLogEntry } from '../domain/alert-evidence.js';
import { MINUTE_MS, SECOND_MS } from '../domain/clock.js';
import type { FailureReader } from '../domain/failure-reader.js';
import type { HistoryReader } from '../domain/history-reader.js';
import type { Log } from '../domain/log.js';
import { measuredProbe } from '../domain/measured-probe.js';
import type { MinuteReport } from '../domain/minute-report.js';
import { roundMsByName } from '../domain/probe-definition.js';
import type { SloStatus } from '../domain/slo-status.js';
import type { Snapshot } from '../domain/snapshot.js';
import type { HistoryThread } from './history/thread.js';
import { logTransition } from './log-transition.js';
import { MinuteReporter } from './minute-reporter.js';
import { SloViews } from './slo-views.js';

/** Charts are redrawn this often, or less when reading them takes long: they may use a tenth of their thread's time. */
const LATENCY_EVERY_MS = 5 * SECOND_MS;
const LATENCY_REST = 9;
const RETRY_AFTER_MS = 30 * SECOND_MS;

export interface JudgingDeps {
  readonly history: HistoryReader;
  readonly alertStates: AlertStateStore;
  readonly failures: FailureReader;
  readonly compositions: CompositionStore;
  readonly sliceHours: SliceHourStore;
  readonly thread: HistoryThread;
  readonly log: Log;
}

/** Where final minutes go. */
export interface MinuteTaker {
  enqueueMinute(report: MinuteReport): Promise<void>;
  watermarkMs(): Promise<number | null>;
}

/**
 * All that one configuration's SLOs need to be judged and shown. A new configuration takes a new
 * one; what must outlive it is in the store.
 */
export class Judging {
  readonly #config: Config;
  readonly #deps: JudgingDeps;
  readonly #evaluator: Evaluator;
  readonly #views: SloViews;
  readonly #compositions: CompositionKeeper;
  readonly #minutes: MinuteTaker | null;
  #reporter: MinuteReporter | null = null;
  readonly #roundMsOf: (probe: string) => number | null;
  readonly #shown: Pick<Snapshot, 'probes' | 'isDemo'>;
  /** By SLO, why it could not be judged. */
  readonly #told = new Map<string, string>();
  #historyFromMs: number | null = null;
  #daysUpToMs = 0;
  #latencyAtMs = 0;
  #notBeforeMs = 0;
  #reading: Promise<void> = Promise.resolve();
  #isReading = false;

  constructor(config: Config, deps: JudgingDeps, minutes: MinuteTaker | null) {
    this.#config = config;
    this.#deps = deps;
    this.#roundMsOf = roundMsByName(config.probes);
    this.#shown = { probes: config.probes.map(measuredProbe), isDemo: config.lab !== null };
    const { history, alertStates, failures, compositions, sliceHours, thread } = deps;
    this.#evaluator = new Evaluator({
      history,
      alertStates,
      failures,
      sliceHours,
      slos: config.slos,
      roundMsOf: this.#roundMsOf,
      monotonicMs: () => performance.now(),
      onError: (slo, error) => this.#tellOnce(slo, error),
    });
    this.#views = new SloViews({ history, thread, slos: config.slos, timeZone: config.publicHttp?.timeZone ?? 'UTC' });
    const measured = config.probes.flatMap((probe) => seriesOf(config.vantage, probe));
    this.#compositions = new CompositionKeeper({ compositions, history, slos: config.slos, measured });
    this.#minutes = minutes;
  }

  /** Everything a first snapshot needs. */
  async prepare(nowMs: number, settledToMs: number): Promise<void> {
    const { statuses, transitions } = await this.#evaluator.evaluate(nowMs, settledToMs);
    this.#take(statuses, transitions);
    this.#reporter = this.#minutes === null ? null : this.#reporterTo(this.#minutes, settledToMs);
    await this.#read(nowMs, settledToMs);
  }

  /** One second's work: judges, hands final minutes on, and gives what is to be shown. */
  async tick(nowMs: number, settledToMs: number): Promise<Snapshot | null> {
    const { statuses, transitions, settled } = await this.#evaluator.evaluate(nowMs, settledToMs);
    // Without probes nothing is measured, and imported history is not told on.
    if (this.#config.probes.length > 0) this.#reporter?.add(settled);
    this.#take(statuses, transitions);
    await this.#compositions.work(nowMs).catch((error: unknown) => {
      this.#deps.log.warn({ err: error }, 'recording what SLOs consist of failed; it is tried again');
    });
    this.#readIfDue(nowMs, settledToMs);
    const slos = await this.#views.views(statuses, nowMs);
    await this.#reporter?.work().catch((error: unknown) => {
      this.#deps.log.error({ err: error }, 'handing final minutes on failed; they are kept and tried again');
    });
    return slos === null ? null : { evaluatedAtMs: nowMs, slos, ...this.#shown, historyFromMs: this.#historyFromMs };
  }

  /** What fails fails every second: it is told again when it changes. */
  #tellOnce(slo: string | null, error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    if (slo !== null && this.#told.get(slo) === text) return;
    if (slo !== null) this.#told.set(slo, text);
    this.#deps.log.error({ err: error, slo }, 'judging failed; the others go on');
  }

  #take(statuses: readonly SloStatus[], transitions: readonly AlertLogEntry[]): void {
    const failing = new Set(statuses.flatMap(({ name, error }) => (error === undefined ? [] : [name])));
    for (const name of this.#told.keys()) if (!failing.has(name)) this.#told.delete(name);
    for (const entry of transitions) logTransition(this.#deps.log, entry);
  }

  /** Waits for readings that are under way. */
  async close(): Promise<void> {
    await this.#reading;
  }

  #readIfDue(nowMs: number, settledToMs: number): void {
    const isDue = settledToMs - this.#daysUpToMs >= MINUTE_MS || nowMs >= this.#latencyAtMs;
    if (this.#isReading || !isDue || nowMs < this.#notBeforeMs) return;
    this.#isReading = true;
    this.#reading = this.#read(nowMs, settledToMs)
      .catch((error: unknown) => {
        this.#notBeforeMs = nowMs + RETRY_AFTER_MS;
        this.#deps.log.warn({ err: error }, 'reading days and charts failed; the last ones stay for now');
      })
      .finally(() => (this.#isReading = false));
  }

  async #read(nowMs: number, settledToMs: number): Promise<void> {
    const startedAt = performance.now();
    this.#historyFromMs = await this.#deps.history.firstCellMs();
    await this.#views.refreshDays(nowMs, settledToMs);
    this.#daysUpToMs = settledToMs;
    await this.#views.refreshLatency(nowMs);
    const tookMs = performance.now() - startedAt;
    this.#latencyAtMs = nowMs + Math.max(LATENCY_EVERY_MS, LATENCY_REST * tookMs);
  }

  #reporterTo(minutes: MinuteTaker, startMs: number): MinuteReporter {
    const { history, alertStates, sliceHours } = this.#deps;
    const onError = (slo: string | null, error: unknown): void => this.#tellOnce(slo, error);
    return new MinuteReporter(startMs, {
      monotonicMs: () => performance.now(),
      measuredMinute: (minuteMs) => measuredMinute(history, minuteMs),
      statusesAt: (atMs) =>
        evaluateAt({ history, alertStates, sliceHours, roundMsOf: this.#roundMsOf, onError }, this.#config.slos, atMs),
      enqueue: (report) => minutes.enqueueMinute(report),
      watermarkMs: () => minutes.watermarkMs(),
    });
  }
}
