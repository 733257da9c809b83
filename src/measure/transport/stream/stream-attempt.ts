import { classify } from '../../../dns/classify.js';
import { MALFORMED, type ReplyVerdict, type Verdict } from '../../../dns/verdict.js';
import {
  type AttemptRequest,
  type EndDetails,
  failedEnd,
  type AttemptEnd,
  type OnAttemptEnd,
  type OpenedConnection,
  repliedEnd,
} from '../../attempt.js';
import { LaneItem } from '../../deadline-lane.js';
import type { DeadlineQueue } from '../../deadline-queue.js';
import { afterLastLooks } from '../../last-looks.js';
import { NOT_SENT_IN_TIME } from '../../latest-send.js';
import type { TruncatedStart } from '../tcp-fallback.js';
import { AttemptTime } from './attempt-time.js';
import type { Answer } from './carrier.js';
import type { Sight } from './sight.js';
import type { StreamFault } from './stream-fault.js';

/** The connection that an attempt is on, as far as the attempt must know. */
export interface Carriage {
  /** Counts what was seen of the connection. */
  readonly reads: number;
  /** Counts what came from the other side: connecting and the handshake done, bytes. */
  readonly heard: number;
  readonly localPort: number | null;
  /** The news that this connection was opened: told by one attempt only, then `null`. */
  takeNews(): Omit<OpenedConnection, 'queryUs'> | null;
  /** The attempt waits no longer. */
  release(attempt: StreamAttempt): void;
}

export interface AttemptContext {
  readonly monotonicMs: () => number;
  readonly deadlines: DeadlineQueue;
  /** See `ChannelDeps`. */
  readonly unstamped: { count: number };
  /** `all`: the RTT includes connecting and the handshake; `query`: it runs from query to reply. */
  readonly rttOf: 'all' | 'query';
  /** As in `Sending`; what we hold its query back counts, what the other side takes to open a connection does not. */
  readonly sendByMs: number;
  /** The UDP part before: RTT and timeout count from its send, less what we were late to see its reply. */
  readonly truncated?: TruncatedStart;
}

/** One query over a stream, from asking to its outcome; its own deadline, which covers connecting too. */
export class StreamAttempt extends LaneItem {
  readonly request: AttemptRequest;
  readonly #context: AttemptContext;
  readonly #onEnd: OnAttemptEnd;
  /** When it was to be sent, and was unless it has been held back. */
  readonly #askedAtMs: number;
  readonly #time: AttemptTime;
  /** When the query last left. */
  #lastSentAtMs: number | null = null;
  /** What became of its query, before that was asked again. */
  #firstFault: string | null = null;
  #carriage: Carriage | null = null;
  #heardBefore = 0;
  /** Something came from the other side, on a connection that it has left. */
  #hasHeard = false;

  constructor(request: AttemptRequest, context: AttemptContext, onEnd: OnAttemptEnd) {
    super();
    const { truncated, monotonicMs } = context;
    const nowMs = monotonicMs();
    this.request = request;
    this.#context = context;
    this.#onEnd = onEnd;
    this.#askedAtMs = truncated?.sentAtMs ?? nowMs;
    // It would have had to begin then, had we not been late over UDP.
    this.#time = new AttemptTime(nowMs - (truncated?.elapsedMs ?? 0), request.timeoutMs);
    context.unstamped.count++;
    this.#wait();
  }

  /** Its query is asked for the second time: the other side had closed a kept connection, or refused it unprocessed. */
  get isSecondTry(): boolean {
    return this.#firstFault !== null;
  }

  /** Its query has never left: its turn to be sent has not come. */
  get isHeldBack(): boolean {
    return this.#time.isHeld;
  }

  tryAgain({ detail }: StreamFault): void {
    this.#firstFault = detail;
  }

  /** It is on a connection now. */
  boarded(carriage: Carriage): void {
    if (this.#lastSentAtMs === null) this.#startOver();
    this.#hasHeard = this.#hears();
    this.#carriage = carriage;
    this.#heardBefore = carriage.heard;
  }

  /** On another connection no turn of the one before is waited for, by which nothing was asked. */
  #startOver(): void {
    this.#time.letGo(this.#context.monotonicMs());
    this.#time.notQueried();
  }

  /** Its query goes out. */
  queried(): void {
    this.#time.queried(this.#context.monotonicMs());
  }

  /** Its query waits for others of ours to be sent. Of a second try that is a part of the whole, as the first is. */
  holdBack(): void {
    if (this.#lastSentAtMs === null) this.#time.hold(this.#context.monotonicMs());
  }

  /** Its turn to be sent has come. Returns false, and the attempt is over, if that is too late. */
  letGo(): boolean {
    if (this.#isHeldTooLong()) {
      this.fail(HELD_BACK);
      return false;
    }
    this.#time.letGo(this.#context.monotonicMs());
    return true;
  }

  /** Its query has left. */
  sent(): void {
    this.#lastSentAtMs = this.#context.monotonicMs();
  }

  /** A stage of opening its connection was seen, maybe late. */
  staged(sight: Sight): void {
    this.#time.saw(sight);
  }

  /**
   * Returns whether the reply was a message of this query. What comes before the last looks at the
   * connection found it empty counts: nobody can tell that it was not there in time.
   */
  answered(answer: Answer, sight: Sight): boolean {
    if (answer.kind === 'fault') return true;
    if (answer.kind === 'http-error') {
      this.#end(failedEnd('http_error', this.#sentAtMs, { ...this.#details(answer.detail), gotReply: true }));
      return true;
    }
    const atMs = this.#time.receivedAtMs(sight);
    if (answer.kind === 'message') return this.#judge(answer, atMs);
    this.#reply('malformed', atMs, { detail: answer.detail, reply: answer.bytes && copyOf(answer.bytes) });
    return false;
  }

  fail({ outcome, detail: cause, isPeers }: AttemptFault): void {
    const detail = this.#withFirstFault(cause);
    const gotReply = this.#context.truncated !== undefined || isPeers || this.#hears();
    const { localPort, reply } = this.#context.truncated ?? {};
    const known = { ...this.#details(detail), ...(localPort === undefined ? {} : { localPort }), reply: reply ?? null };
    if (this.#hasBegun(outcome)) this.#end(failedEnd(outcome, this.#sentAtMs, { ...known, gotReply }));
    else this.#end(failedEnd(outcome, null, { ...known, gotReply, lastSentAtMs: null }));
  }

  /** Whether anything left for it: not if what the kernel refused at once was opening its connection. */
  #hasBegun(outcome: StreamFault['outcome']): boolean {
    return outcome !== 'prober_error' || this.#context.truncated !== undefined || this.#lastSentAtMs !== null;
  }

  override cancel(): void {
    if (!this.isCancelled) this.#context.unstamped.count--;
    super.cancel();
  }

  onPassed(): void {
    const reads = (): number => this.#carriage?.reads ?? 0;
    const emptyAtMs = this.#context.monotonicMs();
    afterLastLooks(this.#context.deadlines, reads, () => {
      if (this.isCancelled) return;
      if (this.#isHeldTooLong()) this.fail(HELD_BACK);
      // What we saw or sent late on the way gave the other side less time than it is due.
      else if (this.isHeldBack || this.#time.dueMs(emptyAtMs) > emptyAtMs) this.#wait();
      else this.fail(TIMED_OUT);
    });
  }

  /** Whether its query has not left, and does not leave in time any more. */
  #isHeldTooLong(): boolean {
    return this.isHeldBack && this.#sentAtMs > this.#context.sendByMs;
  }

  /** When it was sent first: opening a connection for it is that too. */
  get #sentAtMs(): number {
    return this.#askedAtMs + this.#time.heldMs(this.#context.monotonicMs());
  }

  #withFirstFault(detail: string | null): string | null {
    if (this.#firstFault === null) return detail;
    const before = `asked again after ${this.#firstFault}`;
    return detail === null ? before : `${detail}, ${before}`;
  }

  #judge({ bytes, id }: Answer & { kind: 'message' }, atMs: number): boolean {
    const { expectation, query, keepsReply } = this.request;
    const verdict = classify(bytes, { id, question: query.question }, expectation, OVER_STREAM);
    const { outcome, rcode, detail } = asReply(verdict);
    const reply = outcome !== 'answered' || keepsReply ? copyOf(bytes) : null;
    this.#reply(outcome, atMs, { rcode, detail, reply });
    return outcome !== 'malformed';
  }

  /** `atMs` is on the attempt's own clock. */
  #reply(outcome: Parameters<typeof repliedEnd>[0], atMs: number, details: EndDetails): void {
    const known = this.#details(null, this.#time.queryUs(atMs));
    const rttMs = this.#time.rttMs(atMs, this.#context.rttOf);
    this.#end(repliedEnd(outcome, this.#sentAtMs, rttMs, { ...known, ...details }));
  }

  #details(detail: string | null, queryUs: number | null = null): EndDetails {
    const { rttOf, truncated } = this.#context;
    const news = truncated === undefined ? (this.#carriage?.takeNews() ?? null) : null;
    const connection = news && { ...news, queryUs: rttOf === 'all' ? queryUs : null };
    // Who opens a connection for itself has sent from the start.
    const lastSentAtMs = rttOf === 'query' ? (this.#lastSentAtMs ?? this.#sentAtMs) : this.#sentAtMs;
    return { detail, localPort: this.#carriage?.localPort ?? null, connection, lastSentAtMs };
  }

  /** Whether anything came from the other side since it was asked. */
  #hears(): boolean {
    return this.#hasHeard || (this.#carriage !== null && this.#carriage.heard > this.#heardBefore);
  }

  #wait(): void {
    const nowMs = this.#context.monotonicMs();
    this.#context.deadlines.start(this, nowMs, Math.max(1, Math.ceil(this.#time.dueMs(nowMs) - nowMs)));
  }

  #end(end: AttemptEnd): void {
    if (this.isCancelled) return;
    this.cancel();
    this.#carriage?.release(this);
    this.#onEnd(end);
  }
}

/** Why it got no reply; a timeout says it all. */
type AttemptFault = Omit<StreamFault, 'detail'> & { readonly detail: string | null };

const TIMED_OUT: AttemptFault = { outcome: 'timeout', detail: null, isPeers: false };
const HELD_BACK: AttemptFault = { outcome: 'prober_error', detail: NOT_SENT_IN_TIME, isPeers: false };

const OVER_STREAM = { transport: 'tcp', followTruncation: false } as const;

/** Over a stream every message is a reply: there is no stranger to ignore and nothing to ask again. */
function asReply(verdict: Verdict): ReplyVerdict {
  return verdict.kind === 'reply' ? verdict : MALFORMED.rest;
}

/** Of what was read at once a reply may be a small part, and would keep all of it. */
function copyOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}
