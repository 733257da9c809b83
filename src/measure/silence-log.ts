import type { AttemptEvidence, AwaitedAttempt } from './attempt-evidence.js';

/** A canary attempt, and what is known of the time from it to the next one. */
export interface Mark<T> {
  /** Scheduled send of the canary, milliseconds since the epoch. */
  readonly timeMs: number;
  readonly party: string;
  state: 'awaited' | 'failed' | 'replied';
  /** Who failed before it in the silence that has been forgotten. */
  readonly failedBefore: Set<string>;
  /** Somebody got a reply before the next canary. */
  hasReply: boolean;
  /** Resolvers that failed before the next canary … */
  readonly failed: Set<string>;
  /** … and who is still waited for. */
  readonly awaited: Set<string>;
  held: HeldFailure<T>[];
}

interface HeldFailure<T> {
  readonly attempt: T;
  readonly timeMs: number;
}

/**
 * What attempts told, cut at the attempts of canaries: an interval of silence begins and ends with
 * one, so that single replies in between need not be kept. In order of time.
 */
export class SilenceLog<T> {
  /** The first stands for all that was before: never empty. */
  #marks: [Mark<T>, ...Mark<T>[]] = [beginning<T>()];
  #ended: { readonly evidence: AttemptEvidence; readonly held: T | null }[] = [];
  #settledUpToMs = -Infinity;

  get marks(): readonly Mark<T>[] {
    return this.#marks;
  }

  /** Before whatever is scheduled after it is settled; one that comes too late is no mark, but its reply counts. */
  addCanary(timeMs: number, party: string): void {
    if (timeMs <= this.#settledUpToMs) return;
    this.#marks.splice(this.#indexBefore(timeMs) + 1, 0, newMark(timeMs, party, 'awaited'));
  }

  /** What lay before and after it lies together. */
  removeCanary(timeMs: number, party: string): void {
    const index = this.#indexOf(timeMs, party);
    const mark = this.#marks[index];
    const before = this.#marks[index - 1];
    if (mark === undefined || before === undefined) return;
    before.hasReply ||= mark.hasReply;
    for (const one of mark.failed) before.failed.add(one);
    before.held.push(...mark.held);
    this.#marks.splice(index, 1);
  }

  add(evidence: AttemptEvidence, held: T | null): void {
    this.#ended.push({ evidence, held });
  }

  /** Enters what was added: every canary asked up to now is known. */
  settle(): void {
    for (const { evidence, held } of this.#ended) {
      this.#settledUpToMs = Math.max(this.#settledUpToMs, evidence.timeMs);
      if (evidence.kind === 'canary') this.#enterCanary(evidence);
      else this.#enterResolver(evidence, held);
    }
    this.#ended = [];
  }

  /** Who has no outcome yet. */
  await(inFlight: readonly AwaitedAttempt[]): void {
    for (const { awaited } of this.#marks) awaited.clear();
    for (const { timeMs, party } of inFlight) this.#at(timeMs).awaited.add(party);
  }

  holdsAny(): boolean {
    return this.#marks.some(({ held }) => held.length > 0);
  }

  /** `Infinity` if nothing is held. */
  oldestHeldMs(): number {
    let oldestMs = Infinity;
    for (const { held } of this.#marks) for (const { timeMs } of held) oldestMs = Math.min(oldestMs, timeMs);
    for (const { evidence, held } of this.#ended) if (held !== null) oldestMs = Math.min(oldestMs, evidence.timeMs);
    return oldestMs;
  }

  /** Nothing scheduled before this time is in flight: a silence that began before needs no more than its beginning. */
  forgetBefore(timeMs: number): void {
    let count = 0;
    for (; count + 1 < this.#marks.length; count++) {
      const [mark, next] = this.#marks.slice(count, count + 2);
      if (mark === undefined || next === undefined || next.timeMs >= timeMs || mark.held.length > 0) break;
      if (mark.state !== 'failed' || next.state !== 'failed' || mark.hasReply) continue;
      for (const party of [mark.party, ...mark.failedBefore, ...mark.failed]) next.failedBefore.add(party);
    }
    this.#marks.splice(0, count);
  }

  clear(): void {
    this.#marks = [beginning<T>()];
    this.#ended = [];
    this.#settledUpToMs = -Infinity;
  }

  #enterCanary({ timeMs, party, gotReply }: AttemptEvidence): void {
    const mark = this.#marks[this.#indexOf(timeMs, party)];
    if (mark !== undefined) mark.state = gotReply ? 'replied' : 'failed';
    else if (gotReply) this.#at(timeMs).hasReply = true;
  }

  #enterResolver({ timeMs, party, gotReply }: AttemptEvidence, held: T | null): void {
    const mark = this.#at(timeMs);
    if (gotReply) mark.hasReply = true;
    else mark.failed.add(party);
    if (held !== null) mark.held.push({ attempt: held, timeMs });
  }

  #at(timeMs: number): Mark<T> {
    return this.#marks[this.#indexBefore(timeMs)] ?? this.#marks[0];
  }

  #indexOf(timeMs: number, party: string): number {
    for (let index = this.#indexBefore(timeMs); this.#marks[index]?.timeMs === timeMs; index--) {
      if (this.#marks[index]?.party === party) return index;
    }
    return -1;
  }

  /** Of the last mark that is not later; -1 if there is none. */
  #indexBefore(timeMs: number): number {
    let low = 0;
    let high = this.#marks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#marks[middle]?.timeMs ?? Infinity) <= timeMs) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/** Nothing is known of what was before: it proves nothing. */
function beginning<T>(): Mark<T> {
  return newMark(-Infinity, '', 'replied');
}

function newMark<T>(timeMs: number, party: string, state: Mark<T>['state']): Mark<T> {
  return {
    timeMs,
    party,
    state,
    failedBefore: new Set(),
    hasReply: false,
    failed: new Set(),
    awaited: new Set(),
    held: [],
  };
}
