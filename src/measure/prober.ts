import type { AttemptBatch } from '../domain/attempt-batch.js';
import type { MeasurePlan } from '../domain/probe-definition.js';
import type { Series } from '../domain/series.js';
import { Asker } from './asker.js';
import type { AwaitedAttempt } from './attempt-evidence.js';
import { type AttemptEnd, type AttemptRequest, failedEnd, type FirstSend, type Sending } from './attempt.js';
import { BatchBuilder } from './batch-builder.js';
import { nodeTimers, type Timers } from './deadline-queue.js';
import { evidenceOf } from './evidence-of.js';
import { OffLineJudge, type JudgedAttempt } from './off-line-judge.js';
import { compilePlan, type CompiledPlan } from './plan/compile-plan.js';
import type { RateLimit } from './plan/rate-limit.js';
import type { ScheduledTarget, StubTarget } from './plan/scheduled-target.js';
import { proberClock, type ProberClock } from './prober-clock.js';
import { cryptoRandom, type RandomSource } from './random-source.js';
import { SlotScheduler } from './slot-scheduler.js';
import { callAsStub, overLimit, type StubCallerDeps } from './stub/stub-caller.js';
import type { StubEnd } from './stub/stub-resolution.js';
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
  readonly openAsker?: (onSuspicious: () => void) => ProberAsker;
}

/** The transports, as far as a prober uses them. */
export type ProberAsker = Pick<Asker, 'prepare' | 'ask' | 'sweep' | 'close' | 'receiveClock'>;

export interface Prober {
  /**
   * Replaces the plan, as soon as the sockets that it needs first are open; until then the old one
   * goes on. Series that stay keep their phase; attempts in flight are finished and counted.
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

/** A send later than this is not made: its attempt is a `prober_error` (docs/reference/outcomes.md). */
export const LATEST_SEND_MS = 100;
const BATCH_EVERY_MS = 500;
/** The wall clock is compared, verdicts are given and lag is sampled this often. */
const TICK_MS = 100;
const SWEEP_EVERY_MS = 1_000;
/** Sockets are opened ahead for what is asked within this: none lives long. */
const PREPARED_MS = 10_000;
/** A batch is not left to grow beyond this. */
const MAX_ROWS = 65_536;

class PlannedProber implements Prober {
  readonly #deps: ProberDeps;
  readonly #clock: ProberClock;
  readonly #timers: Timers;
  readonly #random: RandomSource;
  readonly #timeline: WallTimeline;
  readonly #asker: ProberAsker;
  readonly #scheduler: SlotScheduler;
  readonly #stubCaller: StubCallerDeps;
  readonly #batch = new BatchBuilder();
  readonly #inFlight = new Set<InFlight>();
  readonly #judge = new OffLineJudge<HeldAttempt>({ canaries: [], resolvers: [] });
  #hasCanaries = false;
  /** Counts plans: one that is replaced while it is prepared never comes into force. */
  #plans = 0;
  /** Counts the times the clock was set back: what was sent before proves nothing about after. */
  #era = 0;
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
    this.#stubCaller = {
      ask: (request, sending, onEnd) => this.#asker.ask(request, sending, onEnd),
      monotonicMs: () => this.#clock.monotonicMs(),
      exceeded: (limits) => this.#exceeded(limits),
      latestMs: LATEST_SEND_MS,
    };
    const nowMs = this.#clock.monotonicMs();
    this.#nextTickMs = nowMs;
    this.#nextBatchMs = nowMs + BATCH_EVERY_MS;
    this.#nextSweepMs = nowMs + SWEEP_EVERY_MS;
    this.#tick();
  }

  setPlan(plan: MeasurePlan): void {
    const compiled = compilePlan(plan, this.#random);
    const number = ++this.#plans;
    this.#asker.prepare(firstSends(compiled.targets, this.#timeline.nowMs()), () => {
      if (number === this.#plans) this.#startPlan(compiled);
    });
  }

  async stop(options: { readonly drain?: boolean } = {}): Promise<void> {
    if (this.#isStopped) return;
    this.#plans++;
    this.#scheduler.stop();
    if (options.drain === true && this.#inFlight.size > 0) {
      await new Promise<void>((resolve) => (this.#onDrained = resolve));
    }
    this.#isStopped = true;
    this.#cancelTick();
    this.#asker.close();
    this.#recordJudged(this.#judge.finish(this.#awaited()));
    this.#emit();
  }

  #startPlan({ targets, parties }: CompiledPlan): void {
    this.#hasCanaries = parties.canaries.length > 0;
    this.#judge.setParties(parties);
    this.#scheduler.setTargets(targets);
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
    const flight: InFlight = { target, slotMs, dueAtMs, era: this.#era, request: null, query: null, held: null };
    this.#inFlight.add(flight);
    if (target.kind === 'canary') this.#judge.canaryAsked(slotMs, target.party);
    try {
      this.#ask(flight, { turn, sendByMs: dueAtMs + LATEST_SEND_MS });
    } catch (error) {
      // Not what the network does: whatever of ours threw, the other attempts go on.
      const detail = error instanceof Error ? error.message : String(error);
      this.#deps.onProblem(`send a query: ${detail}`);
      this.#ended(flight, failedEnd('prober_error', null, { detail }));
    }
  }

  #ask(flight: InFlight, sending: Sending): void {
    const { target, slotMs } = flight;
    if (target.kind === 'stub') return this.#askAsStub(flight, target, sending.turn);
    const request = target.request(slotMs);
    flight.request = request;
    const limit = target.kind === 'series' ? this.#exceeded(target.limits) : null;
    if (limit !== null) return this.#ended(flight, overLimit(limit));
    this.#asker.ask(request, sending, (end) => this.#ended(flight, end));
  }

  #askAsStub(flight: InFlight, { plan }: StubTarget, turn: number): void {
    const { slotMs, dueAtMs } = flight;
    const request = plan.request(slotMs);
    const timeOf = (atMs: number): number => slotMs + (atMs - dueAtMs);
    flight.request = request;
    callAsStub(this.#stubCaller, {
      plan,
      request,
      turn,
      dueAtMs,
      onAsked: (party, atMs) => (flight.query = { timeMs: timeOf(atMs), party }),
      onQueryEnd: (party, atMs, end) => this.#testifyQuery(flight, { timeMs: timeOf(atMs), party }, end),
      onEnd: (end) => {
        flight.request = { ...request, route: end.resolver.route };
        this.#ended(flight, end);
      },
    });
  }

  /** The first limit that allows no more now. */
  #exceeded(limits: readonly RateLimit[]): RateLimit | null {
    for (const limit of limits) if (!limit.take(this.#clock.monotonicMs())) return limit;
    return null;
  }

  #ended(flight: InFlight, end: AttemptEnd): void {
    if (!this.#inFlight.delete(flight)) return;
    this.#account(flight, end);
    this.#emitIfLarge();
    if (this.#inFlight.size === 0) this.#onDrained?.();
  }

  #account(flight: InFlight, end: AttemptEnd): void {
    const { series, kind } = flight.target;
    if (series === null) return this.#testify(flight, end, null);
    if (end.wasClamped) this.#batch.addClamped();
    if (end.sentAtMs !== null) this.#batch.addSendLag(end.sentAtMs - flight.dueAtMs);
    if (kind === 'stub') return this.#accountStub(series, flight, end);
    const isHeld = canBeExcused(end) && this.#hasCanaries && flight.era === this.#era;
    if (!isHeld) this.#record({ series, flight, end }, false);
    if (this.#hasCanaries) this.#testify(flight, end, isHeld ? { series, flight, end, wasOffLine: null } : null);
  }

  /** Its queries have testified; the verdict on the first of them is the verdict on the whole, if nobody replied. */
  #accountStub(series: Series, flight: InFlight, end: AttemptEnd): void {
    const held = canBeExcused(end) ? flight.held : null;
    if (held !== null && held.wasOffLine === null) held.end = end;
    else this.#record({ series, flight, end }, held?.wasOffLine ?? false);
  }

  /** One query of a stub is evidence at its own time; the first, if nobody replied to it, stands for the whole. */
  #testifyQuery(flight: InFlight, { timeMs, party }: AwaitedAttempt, { sentAtMs, gotReply }: AttemptEnd): void {
    const { slotMs, era, target } = flight;
    if (!this.#hasCanaries || era !== this.#era || sentAtMs === null) return;
    const isFirst = timeMs === slotMs && flight.held === null;
    const isHeld = isFirst && !gotReply && target.kind === 'stub';
    const held = isHeld ? { series: target.series, flight, end: null, wasOffLine: null } : null;
    flight.held ??= held;
    this.#judge.add({ timeMs, kind: 'resolver', party, gotReply }, held);
  }

  /** Whether the vantage was on line is judged by what was sent since the clock was last set back. */
  #testify({ target, slotMs, era }: InFlight, end: AttemptEnd, held: HeldAttempt | null): void {
    if (era !== this.#era) return;
    const { party } = target;
    const kind = target.series === null ? 'canary' : 'resolver';
    if (end.sentAtMs !== null) this.#judge.add({ timeMs: slotMs, kind, party, gotReply: end.gotReply }, held);
    else if (kind === 'canary') this.#judge.neverSent(slotMs, party);
  }

  #missed(target: ScheduledTarget, slotMs: number): void {
    if (target.series === null) return;
    this.#batch.addAttempt(target.series, slotMs, 'prober_error', null);
    this.#emitIfLarge();
  }

  #recordJudged(judged: readonly JudgedAttempt<HeldAttempt>[]): void {
    for (const { attempt, wasOffLine } of judged) {
      const { series, flight, end } = attempt;
      if (end === null) attempt.wasOffLine = wasOffLine;
      else this.#record({ series, flight, end }, wasOffLine);
    }
  }

  #record({ series, flight, end }: EndedAttempt, wasOffLine: boolean): void {
    const outcome = wasOffLine ? 'prober_error' : end.outcome;
    this.#batch.addAttempt(series, flight.slotMs, outcome, end.rttUs);
    if (end.connection !== null) this.#batch.addConnection(series, end.connection);
    if (outcome !== 'answered') this.#addFailure(series, flight, { ...end, outcome }, wasOffLine);
  }

  #addFailure(series: Series, { request, slotMs, dueAtMs }: InFlight, end: AttemptEnd, wasOffLine: boolean): void {
    if (request === null) return;
    const sentAtMs = end.sentAtMs === null ? null : slotMs + end.sentAtMs - dueAtMs;
    const asked = { series, scheduledAtMs: slotMs, sentAtMs, request, steps: stepsOf(end) };
    const detail = wasOffLine ? 'this vantage was off line' : end.detail;
    this.#batch.addFailure(series, () => evidenceOf(asked, { ...end, detail }));
  }

  /** Only between attempts: all that the judge has let go of must be recorded before a time is called final. */
  #emitIfLarge(): void {
    if (this.#batch.rows >= MAX_ROWS) this.#emit();
  }

  #tick(): void {
    const nowMs = this.#clock.monotonicMs();
    this.#batch.addLoopLag(nowMs - this.#nextTickMs);
    this.#followWallClock();
    const outlook = { inFlight: this.#hasCanaries ? this.#awaited() : [], nextAsks: () => this.#scheduler.nextSlots() };
    this.#recordJudged(this.#judge.advance(outlook, this.#timeline.nowMs()));
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
    const stepMs = this.#timeline.nowMs() - beforeMs;
    if (stepMs < 0) this.#beginEra();
    this.#deps.onProblem(
      `follow the wall clock: it was set by ${(stepMs / 1e3).toFixed(1)} s; the schedule goes on from the new time`,
    );
  }

  /** Times before and after cannot be compared: what waits for evidence has all that it will get. */
  #beginEra(): void {
    this.#recordJudged(this.#judge.finish(this.#awaited()));
    this.#era++;
  }

  #emit(): void {
    const finalBeforeMs = Math.min(this.#settledSeriesMs(), this.#judge.oldestHeldMs());
    this.#finalBeforeMs = Math.max(this.#finalBeforeMs, finalBeforeMs);
    this.#deps.onBatch(this.#batch.take(this.#finalBeforeMs, this.#asker.receiveClock));
  }

  /** What may yet tell whether the vantage is on line. */
  #awaited(): readonly AwaitedAttempt[] {
    const awaited: AwaitedAttempt[] = [];
    for (const { slotMs, target, era, query } of this.#inFlight)
      if (era === this.#era) awaited.push(query ?? { timeMs: slotMs, party: target.party });
    return awaited;
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
  readonly era: number;
  /** What was asked; of a stub, with the route to whom its end is from. */
  request: AttemptRequest | null;
  /** Of a stub, the query that is under way. */
  query: AwaitedAttempt | null;
  /** Of a stub to whose first query nobody replied. */
  held: HeldAttempt | null;
}

interface EndedAttempt {
  readonly series: Series;
  readonly flight: InFlight;
  readonly end: AttemptEnd;
}

/** Without a reply, and so without an outcome until it is known whether the vantage was on line. */
interface HeldAttempt {
  readonly series: Series;
  readonly flight: InFlight;
  /** `null` while a stub is still asking: then the verdict is kept for its end. */
  end: AttemptEnd | null;
  wasOffLine: boolean | null;
}

/** Whether being off line explains it. */
function canBeExcused({ gotReply, outcome }: AttemptEnd): boolean {
  return !gotReply && outcome !== 'prober_error';
}

function stepsOf(end: AttemptEnd | StubEnd): StubEnd['steps'] | null {
  return 'steps' in end ? end.steps : null;
}

/** What is asked soon enough for a socket opened now to be used. */
function firstSends(targets: readonly ScheduledTarget[], nowMs: number): readonly FirstSend[] {
  return targets.flatMap((target) => {
    const position = target.slots.firstFrom(nowMs);
    if (position === null || target.slots.timeOf(position) > nowMs + PREPARED_MS) return [];
    const { firstTurn: turn } = target;
    if (target.kind !== 'stub') return [{ request: target.request(nowMs), turn }];
    const request = target.plan.request(nowMs);
    return target.plan.resolvers.map(({ route }) => ({ request: { ...request, route }, turn }));
  });
}
