import type { AttemptBatch } from '../domain/attempt-batch.js';
import type { Outcome } from '../domain/outcome.js';
import type { MeasurePlan } from '../domain/probe-definition.js';
import type { Series } from '../domain/series.js';
import { Asker } from './asker.js';
import { failedEnd, type AttemptEnd } from './attempt.js';
import { BatchBuilder } from './batch-builder.js';
import { compilePlan, type ScheduledTarget } from './compile-plan.js';
import { nodeTimers, type Timers } from './deadline-queue.js';
import { OffLineJudge } from './off-line-judge.js';
import { proberClock, type ProberClock } from './prober-clock.js';
import { cryptoRandom, type RandomSource } from './random-source.js';
import { SlotScheduler } from './slot-scheduler.js';
import { WallTimeline } from './wall-timeline.js';

export interface ProberDeps {
  /** Takes each batch, every half second and at the end. */
  readonly onBatch: (batch: AttemptBatch) => void;
  /** Something an operator should know; measuring goes on. */
  readonly onProblem: (message: string) => void;
  /** The following have defaults; tests pass their own. */
  readonly clock?: ProberClock;
  readonly timers?: Timers;
  readonly random?: RandomSource;
  readonly openAsker?: (onSuspicious: () => void) => Pick<Asker, 'ask' | 'sweep' | 'close' | 'receiveClock'>;
}

export interface Prober {
  /**
   * Replaces the plan. Series that stay keep their phase; attempts in flight are finished and counted.
   * Throws `MeasureError` `PLAN_INVALID`; the old plan then stays.
   */
  setPlan(plan: MeasurePlan): void;
  /**
   * Sends nothing more, hands over what is known and closes every socket. With `drain`, attempts in
   * flight are awaited up to their timeout; else those without an outcome are absent.
   */
  stop(options?: { readonly drain?: boolean }): Promise<void>;
}

/** Measures by a plan: sends when the schedule says so, and tells in batches what became of each attempt. */
export function createProber(deps: ProberDeps): Prober {
  return new PlannedProber(deps);
}

/** A send later than this is not made: its attempt is a `prober_error` (contract §1). */
export const LATEST_SEND_MS = 100;
const BATCH_EVERY_MS = 500;
/** The wall clock is compared, verdicts are given and lag is sampled this often. */
const TICK_MS = 100;
const SWEEP_EVERY_MS = 1_000;
/** A batch is not left to grow beyond this. */
const MAX_ROWS = 65_536;

class PlannedProber implements Prober {
  readonly #deps: ProberDeps;
  readonly #clock: ProberClock;
  readonly #timers: Timers;
  readonly #random: RandomSource;
  readonly #timeline: WallTimeline;
  readonly #asker: Pick<Asker, 'ask' | 'sweep' | 'close' | 'receiveClock'>;
  readonly #scheduler: SlotScheduler;
  readonly #batch = new BatchBuilder();
  readonly #inFlight = new Set<InFlight>();
  readonly #judge = new OffLineJudge<HeldAttempt>({ canaries: [], resolvers: [] });
  #hasCanaries = false;
  #finalBeforeMs = -Infinity;
  #nextTickMs: number;
  #nextBatchMs: number;
  #nextSweepMs: number;
  #cancelTick: () => void = () => undefined;
  #onDrained: (() => void) | null = null;
  #isStopped = false;

  constructor(deps: ProberDeps) {
    this.#deps = deps;
    this.#clock = deps.clock ?? proberClock;
    this.#timers = deps.timers ?? nodeTimers;
    this.#random = deps.random ?? cryptoRandom();
    this.#timeline = new WallTimeline(this.#clock);
    this.#asker = (deps.openAsker ?? this.#openAsker)(() => this.#batch.addSuspicious());
    this.#scheduler = new SlotScheduler({
      nowMs: () => this.#timeline.nowMs(),
      timers: this.#timers,
      onDue: (target, slotMs, turn) => this.#due(target, slotMs, turn),
      onMissed: (target, slotMs) => this.#missed(target, slotMs),
      onProblem: deps.onProblem,
      latestMs: LATEST_SEND_MS,
    });
    const nowMs = this.#clock.monotonicMs();
    this.#nextTickMs = nowMs;
    this.#nextBatchMs = nowMs + BATCH_EVERY_MS;
    this.#nextSweepMs = nowMs + SWEEP_EVERY_MS;
    this.#tick();
  }

  setPlan(plan: MeasurePlan): void {
    const { targets, parties } = compilePlan(plan, this.#random);
    this.#hasCanaries = parties.canaries.length > 0;
    this.#judge.setParties(parties);
    this.#scheduler.setTargets(targets);
  }

  async stop(options: { readonly drain?: boolean } = {}): Promise<void> {
    if (this.#isStopped) return;
    this.#scheduler.stop();
    if (options.drain === true && this.#inFlight.size > 0) {
      await new Promise<void>((resolve) => (this.#onDrained = resolve));
    }
    this.#isStopped = true;
    this.#cancelTick();
    this.#asker.close();
    for (const { attempt, wasOffLine } of this.#judge.finish()) this.#record(attempt, wasOffLine);
    this.#emit();
  }

  readonly #openAsker = (onSuspicious: () => void): Asker =>
    new Asker({
      monotonicMs: () => this.#clock.monotonicMs(),
      timers: this.#timers,
      random: this.#random,
      onSuspicious,
    });

  #due(target: ScheduledTarget, slotMs: number, turn: number): void {
    const dueAtMs = this.#clock.monotonicMs() - (this.#timeline.nowMs() - slotMs);
    const flight: InFlight = { target, slotMs, dueAtMs };
    this.#inFlight.add(flight);
    try {
      this.#asker.ask(target.request(slotMs), turn, (end) => this.#ended(flight, end));
    } catch (error) {
      // Not what the network does: whatever of ours threw, the other attempts go on.
      this.#deps.onProblem(`send a query: ${error instanceof Error ? error.message : String(error)}`);
      this.#ended(flight, failedEnd('prober_error', null));
    }
  }

  #ended(flight: InFlight, end: AttemptEnd): void {
    if (!this.#inFlight.delete(flight)) return;
    this.#account(flight, end);
    this.#emitIfLarge();
    if (this.#inFlight.size === 0) this.#onDrained?.();
  }

  #account({ target, slotMs, dueAtMs }: InFlight, end: AttemptEnd): void {
    const { series, party } = target;
    if (end.wasClamped && series !== null) this.#batch.addClamped();
    if (end.sentAtMs !== null && series !== null) this.#batch.addSendLag(end.sentAtMs - dueAtMs);
    const attempt = series === null ? null : { series, slotMs, outcome: end.outcome, rttUs: end.rttUs };
    const isHeld = this.#hasCanaries && !end.gotReply && end.outcome !== 'prober_error';
    if (attempt !== null && !isHeld) this.#record(attempt, false);
    if (!this.#hasCanaries) return;
    const kind = series === null ? 'canary' : 'resolver';
    this.#judge.add({ timeMs: slotMs, kind, party, gotReply: end.gotReply }, isHeld ? attempt : null);
  }

  #missed(target: ScheduledTarget, slotMs: number): void {
    if (target.series === null) return;
    this.#record({ series: target.series, slotMs, outcome: 'prober_error', rttUs: null }, false);
    this.#emitIfLarge();
  }

  #record({ series, slotMs, outcome, rttUs }: HeldAttempt, wasOffLine: boolean): void {
    this.#batch.addAttempt(series, slotMs, wasOffLine ? 'prober_error' : outcome, rttUs);
  }

  /** Only between attempts: all that the judge has let go of must be recorded before a time is called final. */
  #emitIfLarge(): void {
    if (this.#batch.rows >= MAX_ROWS) this.#emit();
  }

  #tick(): void {
    const nowMs = this.#clock.monotonicMs();
    this.#batch.addLoopLag(nowMs - this.#nextTickMs);
    this.#followWallClock();
    for (const { attempt, wasOffLine } of this.#judge.advance(this.#settledBeforeMs(), this.#timeline.nowMs())) {
      this.#record(attempt, wasOffLine);
    }
    if (nowMs >= this.#nextSweepMs) {
      this.#nextSweepMs = nowMs + SWEEP_EVERY_MS;
      this.#asker.sweep();
    }
    if (nowMs >= this.#nextBatchMs) {
      this.#nextBatchMs = nowMs + BATCH_EVERY_MS;
      this.#emit();
    }
    this.#emitIfLarge();
    this.#nextTickMs = Math.max(this.#nextTickMs + TICK_MS, nowMs);
    this.#cancelTick = this.#timers.setTimer(() => this.#tick(), Math.ceil(this.#nextTickMs - nowMs));
  }

  #followWallClock(): void {
    this.#scheduler.run(); // what is due by the time that was, before it is changed
    const beforeMs = this.#timeline.nowMs();
    if (!this.#timeline.follow()) return;
    this.#scheduler.leap();
    const stepS = ((this.#timeline.nowMs() - beforeMs) / 1e3).toFixed(1);
    this.#deps.onProblem(`follow the wall clock: it was set by ${stepS} s; the schedule goes on from the new time`);
  }

  #emit(): void {
    const finalBeforeMs = Math.min(this.#settledSeriesMs(), this.#judge.oldestHeldMs());
    this.#finalBeforeMs = Math.max(this.#finalBeforeMs, finalBeforeMs);
    this.#deps.onBatch(this.#batch.take(this.#finalBeforeMs, this.#asker.receiveClock));
  }

  /** Every attempt, canaries' too, scheduled before has ended. */
  #settledBeforeMs(): number {
    let settledMs = this.#scheduler.ranUpToMs;
    for (const { slotMs } of this.#inFlight) settledMs = Math.min(settledMs, slotMs);
    return settledMs;
  }

  #settledSeriesMs(): number {
    let settledMs = this.#scheduler.ranUpToMs;
    for (const { slotMs, target } of this.#inFlight)
      if (target.series !== null) settledMs = Math.min(settledMs, slotMs);
    return settledMs;
  }
}

interface InFlight {
  readonly target: ScheduledTarget;
  readonly slotMs: number;
  /** The slot on the monotonic clock. */
  readonly dueAtMs: number;
}

interface HeldAttempt {
  readonly series: Series;
  readonly slotMs: number;
  readonly outcome: Outcome;
  readonly rttUs: number | null;
}
