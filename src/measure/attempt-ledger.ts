import type { AttemptBatch, ProberHealth } from '../domain/attempt-batch.js';
import type { FailureEvidence } from '../domain/failure-evidence.js';
import type { Series } from '../domain/series.js';
import type { AwaitedAttempt } from './attempt-evidence.js';
import type { AttemptEnd, AttemptRequest } from './attempt.js';
import { BatchBuilder } from './batch-builder.js';
import { evidenceOf } from './evidence-of.js';
import { unsentEnd } from './latest-send.js';
import { LinkedList, type Linked } from './linked-list.js';
import { OffLineJudge, type JudgedAttempt, type OffLineParties, type Outlook } from './off-line-judge.js';
import type { ScheduledTarget } from './plan/scheduled-target.js';
import type { StubEnd } from './stub/stub-resolution.js';

/** An attempt that is under way. */
export interface Flight extends Linked<Flight> {
  readonly target: ScheduledTarget;
  /** Milliseconds since the epoch. */
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

/**
 * Keeps the books: what is under way, what waits for it to be known whether the vantage was on line,
 * and what the next batch tells. Every attempt begun is recorded exactly once, or is still under way.
 */
export class AttemptLedger {
  readonly #batch = new BatchBuilder();
  readonly #inFlight = new LinkedList<Flight>();
  readonly #judge = new OffLineJudge<HeldAttempt>({ canaries: [], resolvers: [] });
  #hasCanaries = false;
  /** Counts the times the clock was set back: what was sent before proves nothing about after. */
  #era = 0;
  #finalBeforeMs = -Infinity;

  /** Who has to be silent before the vantage is thought off line. */
  setParties(parties: OffLineParties): void {
    this.#hasCanaries = parties.canaries.length > 0;
    this.#judge.setParties(parties);
  }

  /** How many attempts are under way. */
  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** Rows that the next batch will have. */
  get rows(): number {
    return this.#batch.rows;
  }

  begin(target: ScheduledTarget, slotMs: number, dueAtMs: number): Flight {
    const links = { list: null, before: null, after: null };
    const flight = { target, slotMs, dueAtMs, era: this.#era, request: null, query: null, held: null, ...links };
    this.#inFlight.append(flight);
    if (target.kind === 'canary') this.#judge.canaryAsked(slotMs, target.party);
    return flight;
  }

  /** An attempt has its end; a second one changes nothing. */
  end(flight: Flight, end: AttemptEnd): void {
    if (!this.#inFlight.remove(flight)) return;
    const { series, kind } = flight.target;
    if (series === null) return this.#testify(flight, end, null);
    if (end.wasClamped) this.#batch.addClamped();
    if (end.sentAtMs !== null) this.#batch.addSendLag(end.sentAtMs - flight.dueAtMs);
    if (kind === 'stub') return this.#endStub(series, flight, end);
    const isHeld = canBeExcused(end) && end.sentAtMs !== null && this.#hasCanaries && flight.era === this.#era;
    if (!isHeld) this.#record({ series, flight, end }, false);
    if (this.#hasCanaries) this.#testify(flight, end, isHeld ? { series, flight, end, wasOffLine: null } : null);
  }

  /** A stub asks this party now. */
  beginQuery(flight: Flight, party: string, atMs: number): void {
    flight.query = { timeMs: timeOf(flight, atMs), party };
  }

  /** One query of a stub is evidence at its own time; the first, if nobody replied to it, stands for the whole. */
  endQuery(flight: Flight, party: string, atMs: number, { sentAtMs, gotReply }: AttemptEnd): void {
    const { slotMs, era, target } = flight;
    if (!this.#hasCanaries || era !== this.#era || sentAtMs === null) return;
    const timeMs = timeOf(flight, atMs);
    const isFirst = timeMs === slotMs && flight.held === null;
    const isHeld = isFirst && !gotReply && target.kind === 'stub';
    const held = isHeld ? { series: target.series, flight, end: null, wasOffLine: null } : null;
    flight.held ??= held;
    this.#judge.add({ timeMs, kind: 'resolver', party, gotReply }, held);
  }

  /** A send that was not made in its time. */
  missed(target: ScheduledTarget, slotMs: number): void {
    if (target.kind === 'canary') return;
    const { series } = target;
    const end = unsentEnd();
    this.#batch.addAttempt(series, slotMs, end.outcome, null);
    const make = (): FailureEvidence => {
      const request = target.kind === 'stub' ? target.plan.request(slotMs) : target.request(slotMs);
      return evidenceOf({ series, scheduledAtMs: slotMs, sentAtMs: null, request, steps: null }, end);
    };
    this.#batch.addFailure(series, { outcome: end.outcome, scheduledAtMs: slotMs, make });
  }

  suspicious(): void {
    this.#batch.addSuspicious();
  }

  loopLag(lagMs: number): void {
    this.#batch.addLoopLag(lagMs);
  }

  /** Records what is certain by now. */
  judge(nextAsks: Outlook['nextAsks'], nowMs: number): void {
    // After a plan that takes the canaries away, what is still held has to be let go.
    const isNeeded = this.#hasCanaries || this.#judge.oldestHeldMs() < Infinity;
    if (isNeeded) this.#recordJudged(this.#judge.advance({ inFlight: this.#awaited(), nextAsks }, nowMs));
  }

  /** Times before and after cannot be compared: what waits for evidence has all that it will get. */
  beginEra(): void {
    this.finish();
    this.#era++;
  }

  /** Records all that has ended, by what is known. */
  finish(): void {
    this.#recordJudged(this.#judge.finish(this.#awaited()));
  }

  /** `ranUpToMs`: every attempt scheduled before has begun, or was missed. */
  takeBatch(ranUpToMs: number, receiveClock: ProberHealth['receiveClock']): AttemptBatch {
    const finalBeforeMs = Math.min(ranUpToMs, this.#oldestInFlightMs(), this.#judge.oldestHeldMs());
    this.#finalBeforeMs = Math.max(this.#finalBeforeMs, finalBeforeMs);
    return this.#batch.take(this.#finalBeforeMs, receiveClock);
  }

  /** Its queries have testified; the verdict on the first of them is the verdict on the whole, if nobody replied. */
  #endStub(series: Series, flight: Flight, end: AttemptEnd): void {
    const held = canBeExcused(end) ? flight.held : null;
    if (held !== null && held.wasOffLine === null) held.end = end;
    else this.#record({ series, flight, end }, held?.wasOffLine ?? false);
  }

  /** Whether the vantage was on line is judged by what was sent since the clock was last set back. */
  #testify({ target, slotMs, era }: Flight, end: AttemptEnd, held: HeldAttempt | null): void {
    if (era !== this.#era) return;
    const { party, kind } = target;
    const evidence = {
      timeMs: slotMs,
      kind: kind === 'canary' ? kind : 'resolver',
      party,
      gotReply: end.gotReply,
    } as const;
    if (end.sentAtMs !== null) this.#judge.add(evidence, held);
    else if (kind === 'canary') this.#judge.neverSent(slotMs, party);
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
    const steps = stepsOf(end);
    if (steps !== null) this.#batch.addStub(series, steps);
    else if (end.stream?.askedAgain) this.#batch.addSecondTry(series, end.stream.askedAgain);
    if (outcome !== 'answered') this.#addFailure(series, flight, { ...end, outcome }, wasOffLine);
  }

  #addFailure(series: Series, flight: Flight, end: AttemptEnd, wasOffLine: boolean): void {
    const { request, slotMs } = flight;
    if (request === null) return;
    const sentAtMs = end.lastSentAtMs === null ? null : timeOf(flight, end.lastSentAtMs);
    const asked = { series, scheduledAtMs: slotMs, sentAtMs, request, steps: stepsOf(end) };
    const detail = wasOffLine ? 'this vantage was off line' : end.detail;
    const make = (): FailureEvidence => evidenceOf(asked, { ...end, detail });
    this.#batch.addFailure(series, { outcome: end.outcome, scheduledAtMs: slotMs, make });
  }

  /** What may yet tell whether the vantage is on line. */
  #awaited(): readonly AwaitedAttempt[] {
    const awaited: AwaitedAttempt[] = [];
    for (const { slotMs, target, era, query } of this.#inFlight)
      if (era === this.#era) awaited.push(query ?? { timeMs: slotMs, party: target.party });
    return awaited;
  }

  #oldestInFlightMs(): number {
    let oldestMs = Infinity;
    for (const { slotMs, target } of this.#inFlight) if (target.series !== null) oldestMs = Math.min(oldestMs, slotMs);
    return oldestMs;
  }
}

interface EndedAttempt {
  readonly series: Series;
  readonly flight: Flight;
  readonly end: AttemptEnd;
}

/** Without a reply, and so without an outcome until it is known whether the vantage was on line. */
interface HeldAttempt {
  readonly series: Series;
  readonly flight: Flight;
  /** `null` while a stub is still asking: then the verdict is kept for its end. */
  end: AttemptEnd | null;
  wasOffLine: boolean | null;
}

/** A monotonic time as one of the schedule's. */
function timeOf({ slotMs, dueAtMs }: Flight, atMs: number): number {
  return slotMs + (atMs - dueAtMs);
}

/** Whether being off line explains it. */
function canBeExcused({ gotReply, outcome }: AttemptEnd): boolean {
  return !gotReply && outcome !== 'prober_error';
}

function stepsOf(end: AttemptEnd | StubEnd): StubEnd['steps'] | null {
  return 'steps' in end ? end.steps : null;
}
