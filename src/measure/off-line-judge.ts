import type { AttemptEvidence, AwaitedAttempt } from './attempt-evidence.js';
import { SilenceLog, type Mark } from './silence-log.js';

/** Who has to fail before the vantage is thought off line: everybody who is asked. */
export interface OffLineParties {
  readonly canaries: readonly string[];
  /** Every measured resolver, however rarely it is asked. */
  readonly resolvers: readonly string[];
}

/** What may still happen. */
export interface Outlook {
  /** Attempts of canaries and resolvers that have no outcome yet. */
  readonly inFlight: readonly AwaitedAttempt[];
  /** When each party is asked next; who is missing will not be asked again. */
  readonly nextAsks: () => ReadonlyMap<string, number>;
}

export interface JudgedAttempt<T> {
  readonly attempt: T;
  readonly wasOffLine: boolean;
}

/** No unanswered attempt waits longer than this for its verdict. */
export const LONGEST_HOLD_MS = 75_000;

/**
 * Was the vantage itself off line? Pure: attempts go in as they end, verdicts on the unanswered ones
 * come out.
 *
 * Off line is an interval from one failed canary attempt to a later one in which nobody got a reply,
 * every canary failed, and so did every measured resolver. Somebody who was not asked in it did not
 * fail: a resolver that is asked only now and then keeps an interval from being off line unless its
 * turn came within it. Whatever of this cannot be shown leaves the attempts as they are: when in
 * doubt, a failure is the resolver's.
 *
 * A verdict is given as soon as nothing still to come can change it: "off line" once everything
 * in the interval has ended, "not off line" once no such interval is possible any more.
 */
export class OffLineJudge<T> {
  #parties: OffLineParties;
  readonly #log = new SilenceLog<T>();

  constructor(parties: OffLineParties) {
    this.#parties = parties;
  }

  setParties(parties: OffLineParties): void {
    this.#parties = parties;
  }

  /** A canary is asked now; what becomes of it is told by `add`, or by `neverSent`. */
  canaryAsked(timeMs: number, party: string): void {
    this.#log.addCanary(timeMs, party);
  }

  /** The canary was not asked after all: that says nothing about anybody. */
  neverSent(timeMs: number, party: string): void {
    this.#log.removeCanary(timeMs, party);
  }

  /** `held` of an attempt that got no reply is kept until its verdict; canaries and replied attempts hold nothing. */
  add(evidence: AttemptEvidence, held: T | null): void {
    this.#log.add(evidence, held);
  }

  /** The verdicts that have become certain. */
  advance(outlook: Outlook, nowMs: number): readonly JudgedAttempt<T>[] {
    this.#log.settle();
    const judged: JudgedAttempt<T>[] = [];
    if (this.#log.holdsAny()) {
      this.#log.await(outlook.inFlight);
      this.#confirm(judged);
      this.#release(outlook, nowMs, judged);
    }
    this.#log.forgetBefore(outlook.inFlight.reduce((first, { timeMs }) => Math.min(first, timeMs), Infinity));
    return judged;
  }

  /** Verdicts on everything held, from what is known now. All evidence is forgotten. */
  finish(inFlight: readonly AwaitedAttempt[]): readonly JudgedAttempt<T>[] {
    this.#log.settle();
    this.#log.await(inFlight);
    const judged: JudgedAttempt<T>[] = [];
    this.#confirm(judged);
    for (const mark of this.#log.marks) take(mark, () => true, false, judged);
    this.#log.clear();
    return judged;
  }

  /** Scheduled time of the oldest attempt that waits for its verdict; `Infinity` if none does. */
  oldestHeldMs(): number {
    return this.#log.oldestHeldMs();
  }

  /** What lies between two failed canaries, with everything in between known, is off line if everybody failed. */
  #confirm(judged: JudgedAttempt<T>[]): void {
    const { marks } = this.#log;
    const isSilent = (mark: Mark<T>): boolean => !mark.hasReply && mark.awaited.size === 0;
    for (const silence of silences(marks, (mark) => mark.state === 'failed', isSilent)) {
      const closed = { ...silence, isOpen: false };
      if (this.#provenAtMs(closed, noOutlook) !== -Infinity) continue;
      for (const mark of inside(marks, closed)) take(mark, () => true, true, judged);
    }
  }

  /** Even if nobody replies to what is in flight: what cannot lie in such an interval is let go. */
  #release({ nextAsks }: Outlook, nowMs: number, judged: JudgedAttempt<T>[]): void {
    const { marks } = this.#log;
    const mayHaveFailed = (mark: Mark<T>): boolean => mark.state !== 'replied';
    const mayBeSilent = (mark: Mark<T>): boolean => !mark.hasReply;
    const provenAtMs = new Map<Mark<T>, number>();
    for (const silence of silences(marks, mayHaveFailed, mayBeSilent)) {
      const atMs = this.#provenAtMs(silence, nextAsks);
      for (const mark of inside(marks, silence)) provenAtMs.set(mark, atMs);
    }
    for (const mark of marks) {
      const atMs = Math.max(nowMs, provenAtMs.get(mark) ?? Infinity);
      take(mark, (timeMs) => timeMs + LONGEST_HOLD_MS <= atMs, false, judged);
    }
  }

  /** When everybody will have failed in it: `-Infinity` if all did, or are waited for; `Infinity` if somebody cannot. */
  #provenAtMs(silence: Silence, nextAsks: Outlook['nextAsks']): number {
    const { canaries, resolvers } = this.#parties;
    if (canaries.length === 0 || resolvers.length === 0) return Infinity;
    const failed = partiesOf(this.#log.marks, silence);
    const missing = [...canaries, ...resolvers].filter((party) => !failed.has(party));
    if (missing.length === 0) return -Infinity;
    if (!silence.isOpen) return Infinity;
    const asks = nextAsks();
    return missing.reduce((latestMs, party) => Math.max(latestMs, asks.get(party) ?? Infinity), -Infinity);
  }
}

/** Between the marks of these indices nobody got a reply; an open one may go on beyond the last. */
interface Silence {
  readonly first: number;
  readonly last: number;
  readonly isOpen: boolean;
}

const noOutlook: Outlook['nextAsks'] = () => new Map();

/** The longest silences, each from a failed canary to a failed canary, as the marks are read. */
function silences<T>(
  marks: readonly Mark<T>[],
  hasFailed: (mark: Mark<T>) => boolean,
  isSilent: (mark: Mark<T>) => boolean,
): Silence[] {
  const found: Silence[] = [];
  let first: number | null = null;
  for (const [index, mark] of marks.entries()) {
    if (first !== null && !hasFailed(mark)) {
      found.push({ first, last: index - 1, isOpen: false });
      first = null;
    }
    if (hasFailed(mark)) first ??= index;
    if (first !== null && !isSilent(mark)) {
      found.push({ first, last: index, isOpen: false });
      first = null;
    }
  }
  return first === null ? found : [...found, { first, last: marks.length - 1, isOpen: true }];
}

/** The marks after which the time is part of the silence. */
function inside<T>(marks: readonly Mark<T>[], { first, last, isOpen }: Silence): readonly Mark<T>[] {
  return marks.slice(first, isOpen ? last + 1 : last);
}

/** Who failed in it, or is waited for. */
function partiesOf<T>(marks: readonly Mark<T>[], silence: Silence): ReadonlySet<string> {
  const parties = new Set<string>();
  const addAll = (more: Iterable<string>): void => {
    for (const party of more) parties.add(party);
  };
  for (const { party, failedBefore } of marks.slice(silence.first, silence.last + 1)) addAll([party, ...failedBefore]);
  for (const { failed, awaited } of inside(marks, silence)) addAll([...failed, ...awaited]);
  return parties;
}

/** Takes out of what is held that for which it is time. */
function take<T>(
  mark: Mark<T>,
  isDue: (timeMs: number) => boolean,
  wasOffLine: boolean,
  judged: JudgedAttempt<T>[],
): void {
  const due = mark.held.filter(({ timeMs }) => isDue(timeMs));
  if (due.length === 0) return;
  mark.held = mark.held.filter(({ timeMs }) => !isDue(timeMs));
  for (const { attempt } of due) judged.push({ attempt, wasOffLine });
}
