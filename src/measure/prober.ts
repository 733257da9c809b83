import type { AttemptBatch } from '../domain/attempt-batch.js';
import type { MeasurePlan } from '../domain/probe-definition.js';
import { Asker } from './asker.js';
import { AttemptLedger, type Flight } from './attempt-ledger.js';
import { type AttemptEnd, type FirstSend, type Sending, thrownEnd } from './attempt.js';
import { nodeTimers, type Timers } from './deadline-queue.js';
import { LATEST_SEND_MS } from './latest-send.js';
import { compilePlan, type CompiledPlan } from './plan/compile-plan.js';
import { type RateLimit, takeAll } from './plan/rate-limit.js';
import type { ScheduledTarget, StubTarget } from './plan/scheduled-target.js';
import { proberClock, type ProberClock } from './prober-clock.js';
import { cryptoRandom, type RandomSource } from './random-source.js';
import { SlotScheduler } from './slot-scheduler.js';
import { callAsStub, overLimit, type StubCallerDeps } from './stub/stub-caller.js';
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
export type ProberAsker = Pick<Asker, 'prepare' | 'ask' | 'sweep' | 'close' | 'receiveClock' | 'sendTimers'>;

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

const BATCH_EVERY_MS = 500;
/** The wall clock is compared, verdicts are given, idle sockets are closed and lag is sampled this often. */
const TICK_MS = 100;
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
  readonly #ledger = new AttemptLedger();
  /** Counts plans: one that is replaced while it is prepared never comes into force. */
  #plans = 0;
  #nextTickMs: number;
  #nextBatchMs: number;
  #cancelTick: () => void = () => undefined;
  #drained: Promise<void> | null = null;
  #onDrained: (() => void) | null = null;
  #isStopped = false;

  constructor(deps: ProberDeps) {
    this.#deps = deps;
    this.#clock = deps.clock ?? proberClock;
    this.#timers = deps.timers ?? nodeTimers;
    this.#random = deps.random ?? cryptoRandom();
    this.#timeline = new WallTimeline(this.#clock);
    this.#asker = (deps.openAsker ?? this.#openAsker)(() => this.#ledger.suspicious());
    this.#scheduler = new SlotScheduler({
      nowMs: () => this.#timeline.nowMs(),
      timers: this.#asker.sendTimers,
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
    this.#plans++;
    this.#scheduler.stop();
    if (options.drain === true && this.#ledger.inFlight > 0 && !this.#isStopped) {
      this.#drained ??= new Promise<void>((resolve) => (this.#onDrained = resolve));
      await this.#drained;
    }
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#onDrained?.();
    this.#cancelTick();
    this.#asker.close();
    this.#ledger.finish();
    this.#emit();
  }

  #startPlan({ targets, parties }: CompiledPlan): void {
    this.#ledger.setParties(parties);
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
    const flight = this.#ledger.begin(target, slotMs, dueAtMs);
    try {
      this.#ask(flight, { turn, sendByMs: dueAtMs + LATEST_SEND_MS });
    } catch (error) {
      const end = thrownEnd(error);
      this.#deps.onProblem(`send a query: ${end.detail ?? ''}`);
      this.#ended(flight, end);
    }
    this.#asker.sweep(); // the more is sent, the more there is to close, a little at a time
  }

  #ask(flight: Flight, sending: Sending): void {
    const { target, slotMs } = flight;
    if (target.kind === 'stub') return this.#askAsStub(flight, target, sending.turn);
    const request = target.request(slotMs);
    flight.request = request;
    const limit = target.kind === 'series' ? this.#exceeded(target.limits) : null;
    if (limit !== null) return this.#ended(flight, overLimit(limit));
    this.#asker.ask(request, sending, (end) => this.#ended(flight, end));
  }

  #askAsStub(flight: Flight, { plan }: StubTarget, turn: number): void {
    const request = plan.request(flight.slotMs);
    flight.request = request;
    callAsStub(this.#stubCaller, {
      plan,
      request,
      turn,
      dueAtMs: flight.dueAtMs,
      onAsked: (party, atMs) => this.#ledger.beginQuery(flight, party, atMs),
      onQueryEnd: (party, atMs, end) => this.#ledger.endQuery(flight, party, atMs, end),
      onEnd: (end) => {
        flight.request = { ...request, route: end.resolver.route };
        this.#ended(flight, end);
      },
    });
  }

  /** The first limit that allows no more now. */
  #exceeded(limits: readonly RateLimit[]): RateLimit | null {
    return takeAll(limits, this.#clock.monotonicMs());
  }

  #ended(flight: Flight, end: AttemptEnd): void {
    this.#ledger.end(flight, end);
    this.#emitIfLarge();
    if (this.#ledger.inFlight === 0) this.#onDrained?.();
  }

  #missed(target: ScheduledTarget, slotMs: number): void {
    this.#ledger.missed(target, slotMs);
    this.#emitIfLarge();
  }

  /** Only between attempts: all that the judge has let go of must be recorded before a time is called final. */
  #emitIfLarge(): void {
    if (this.#ledger.rows >= MAX_ROWS) this.#emit();
  }

  #tick(): void {
    const nowMs = this.#clock.monotonicMs();
    this.#ledger.loopLag(nowMs - this.#nextTickMs);
    this.#followWallClock();
    this.#ledger.judge(() => this.#scheduler.nextSlots(), this.#timeline.nowMs());
    this.#asker.sweep();
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
    if (stepMs < 0) this.#ledger.beginEra();
    this.#deps.onProblem(
      `follow the wall clock: it was set by ${(stepMs / 1e3).toFixed(1)} s; the schedule goes on from the new time`,
    );
  }

  #emit(): void {
    this.#deps.onBatch(this.#ledger.takeBatch(this.#scheduler.ranUpToMs, this.#asker.receiveClock));
  }
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
