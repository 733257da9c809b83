/** Who has to fail before the vantage is thought off line. */
export interface OffLineParties {
  readonly canaries: readonly string[];
  /** Resolvers asked at least once a minute. */
  readonly resolvers: readonly string[];
}

/** An attempt whose outcome is known: did any reply come? */
export interface AttemptEvidence {
  /** Scheduled send, milliseconds since the epoch. */
  readonly timeMs: number;
  readonly kind: 'canary' | 'resolver';
  /** Which canary or resolver. */
  readonly party: string;
  readonly gotReply: boolean;
}

export interface JudgedAttempt<T> {
  readonly attempt: T;
  readonly wasOffLine: boolean;
}

/** No unanswered attempt waits longer than this for its verdict. */
export const LONGEST_HOLD_MS = 150_000;

/**
 * Was the vantage itself off line? Pure: attempts go in as they end, verdicts on the unanswered ones
 * come out.
 *
 * Off line is an interval from one failed canary attempt to a later one in which nobody got a reply,
 * every canary failed, and so did every resolver. Whatever of this cannot be shown leaves
 * the attempts as they are: when in doubt, a failure is the resolver's.
 */
export class OffLineJudge<T> {
  #parties: OffLineParties;
  /** Ended, but attempts scheduled before are still in flight. */
  #unsettled: Ended<T>[] = [];
  #silence = newSilence<T>();

  constructor(parties: OffLineParties) {
    this.#parties = parties;
  }

  setParties(parties: OffLineParties): void {
    this.#parties = parties;
  }

  /** `held` of an attempt that got no reply is kept until its verdict; canaries and replied attempts hold nothing. */
  add(evidence: AttemptEvidence, held: T | null): void {
    this.#unsettled.push({ evidence, held });
  }

  /**
   * Judges what can be judged: every attempt scheduled before `settledBeforeMs` has been added.
   * The result is in order of time.
   */
  advance(settledBeforeMs: number, nowMs: number): readonly JudgedAttempt<T>[] {
    const judged: JudgedAttempt<T>[] = [];
    for (const ended of this.#takeSettled(settledBeforeMs)) this.#weigh(ended, judged);
    this.#release(judged, (timeMs) => timeMs <= nowMs - LONGEST_HOLD_MS);
    this.#unsettled = this.#unsettled.filter((ended) => {
      const isTooOld = ended.held !== null && ended.evidence.timeMs <= nowMs - LONGEST_HOLD_MS;
      if (isTooOld) judged.push({ attempt: ended.held, wasOffLine: false });
      return !isTooOld;
    });
    return judged;
  }

  /** Verdicts on everything held, from what is known now. */
  finish(): readonly JudgedAttempt<T>[] {
    const judged: JudgedAttempt<T>[] = [];
    for (const ended of this.#takeSettled(Infinity)) this.#weigh(ended, judged);
    this.#release(judged, () => true);
    return judged;
  }

  /** Scheduled time of the oldest attempt that waits for its verdict; `Infinity` if none does. */
  oldestHeldMs(): number {
    const unsettled = this.#unsettled.filter((ended) => ended.held !== null).map((ended) => ended.evidence.timeMs);
    const [first] = this.#silence.held;
    return unsettled.reduce((oldest, timeMs) => Math.min(oldest, timeMs), first?.timeMs ?? Infinity);
  }

  #takeSettled(settledBeforeMs: number): readonly Ended<T>[] {
    const settled = this.#unsettled.filter((ended) => ended.evidence.timeMs < settledBeforeMs);
    this.#unsettled = this.#unsettled.filter((ended) => ended.evidence.timeMs >= settledBeforeMs);
    return settled.sort((a, b) => a.evidence.timeMs - b.evidence.timeMs);
  }

  #weigh({ evidence, held }: Ended<T>, judged: JudgedAttempt<T>[]): void {
    if (evidence.gotReply) {
      this.#release(judged, () => true);
      this.#silence = newSilence();
    } else if (evidence.kind === 'canary') {
      this.#canaryFailed(evidence, judged);
    } else {
      this.#resolverFailed(evidence, held, judged);
    }
  }

  /** The interval now reaches up to this failure: what failed since the last canary lies in it. */
  #canaryFailed(evidence: AttemptEvidence, judged: JudgedAttempt<T>[]): void {
    const silence = this.#silence;
    silence.hasBegun = true;
    silence.canaries.add(evidence.party);
    for (const resolver of silence.sinceCanary) silence.resolvers.add(resolver);
    silence.sinceCanary.clear();
    if (!this.#isOffLine()) return;
    for (const { attempt } of silence.held) judged.push({ attempt, wasOffLine: true });
    silence.held = [];
  }

  /** Before the first failed canary there is no interval to lie in. */
  #resolverFailed(evidence: AttemptEvidence, held: T | null, judged: JudgedAttempt<T>[]): void {
    const silence = this.#silence;
    if (silence.hasBegun) silence.sinceCanary.add(evidence.party);
    if (held === null) return;
    if (silence.hasBegun) silence.held.push({ attempt: held, timeMs: evidence.timeMs });
    else judged.push({ attempt: held, wasOffLine: false });
  }

  #isOffLine(): boolean {
    const { canaries, resolvers } = this.#silence;
    return (
      this.#parties.canaries.every((canary) => canaries.has(canary)) &&
      this.#parties.resolvers.every((resolver) => resolvers.has(resolver))
    );
  }

  /** Held attempts that no later canary failure has confirmed stay what they are. */
  #release(judged: JudgedAttempt<T>[], isDue: (timeMs: number) => boolean): void {
    const { held } = this.#silence;
    const kept = held.findIndex(({ timeMs }) => !isDue(timeMs));
    const released = held.splice(0, kept < 0 ? held.length : kept);
    for (const { attempt } of released) judged.push({ attempt, wasOffLine: false });
  }
}

interface Ended<T> {
  readonly evidence: AttemptEvidence;
  readonly held: T | null;
}

/** A stretch of time, between two replies, in which nobody got one. */
interface Silence<T> {
  /** A canary has failed in it. */
  hasBegun: boolean;
  readonly canaries: Set<string>;
  readonly resolvers: Set<string>;
  /** Resolvers that failed after the last failed canary: whether inside, the next canary tells. */
  readonly sinceCanary: Set<string>;
  /** In order of time. */
  held: { readonly attempt: T; readonly timeMs: number }[];
}

function newSilence<T>(): Silence<T> {
  return { hasBegun: false, canaries: new Set(), resolvers: new Set(), sinceCanary: new Set(), held: [] };
}
