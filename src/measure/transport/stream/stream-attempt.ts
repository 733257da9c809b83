import type { SecondTry } from '../../../domain/attempt-batch.js';
import type { Phase } from '../../../domain/phase.js';
import {
  type AttemptRequest,
  type EndDetails,
  failedEnd,
  type AttemptEnd,
  type OnAttemptEnd,
  repliedEnd,
} from '../../attempt.js';
import { LaneItem } from '../../deadline-lane.js';
import type { DeadlineQueue } from '../../deadline-queue.js';
import { afterLastLooks } from '../../last-looks.js';
import { NOT_SENT_IN_TIME } from '../../latest-send.js';
import type { TruncatedStart } from '../tcp-fallback.js';
import { AttemptCarriage, type ConnectionView } from './attempt-carriage.js';
import { AttemptProgress } from './attempt-progress.js';
import type { Answer } from './carrier.js';
import { brokenReply, judgeStreamReply, type StreamReply } from './judge-stream-reply.js';
import type { Sight } from './sight.js';
import type { StreamFault } from './stream-fault.js';

/** The connection that an attempt is on, as far as the attempt must know. */
export interface Carriage extends ConnectionView {
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
  readonly #progress: AttemptProgress;
  readonly #carriage = new AttemptCarriage<Carriage>();
  /** What became of its query, before that was asked again. */
  #firstFault: string | null = null;
  #askedAgain: SecondTry | null = null;

  constructor(request: AttemptRequest, context: AttemptContext, onEnd: OnAttemptEnd) {
    super();
    const { truncated, monotonicMs, sendByMs } = context;
    const nowMs = monotonicMs();
    this.request = request;
    this.#context = context;
    this.#onEnd = onEnd;
    const askedAtMs = truncated?.sentAtMs ?? nowMs;
    // It would have had to begin then, had we not been late over UDP.
    const startedAtMs = nowMs - (truncated?.elapsedMs ?? 0);
    this.#progress = new AttemptProgress({ askedAtMs, startedAtMs, timeoutMs: request.timeoutMs, sendByMs });
    context.unstamped.count++;
    this.#wait();
  }

  /** Its query is asked for the second time: the other side had closed a kept connection, or refused it unprocessed. */
  get isSecondTry(): boolean {
    return this.#firstFault !== null;
  }

  /** Its query has never left: its turn to be sent has not come. */
  get isHeldBack(): boolean {
    return this.#progress.isHeldBack;
  }

  tryAgain({ detail, isUnprocessed }: StreamFault): void {
    this.#firstFault = detail;
    this.#askedAgain = isUnprocessed === true ? 'unprocessed' : 'closed';
  }

  /** It is on a connection now. */
  boarded(carriage: Carriage): void {
    this.#progress.startOver(this.#nowMs());
    this.#carriage.board(carriage);
  }

  /** Its query goes out. */
  queried(): void {
    this.#progress.time.queried(this.#nowMs());
  }

  /** Its query waits for others of ours to be sent. */
  holdBack(): void {
    this.#progress.holdBack(this.#nowMs());
  }

  /** Its turn to be sent has come. Returns false, and the attempt is over, if that is too late. */
  letGo(): boolean {
    if (this.#progress.isHeldTooLong(this.#nowMs())) {
      this.fail(HELD_BACK);
      return false;
    }
    this.#progress.letGo(this.#nowMs());
    return true;
  }

  /** Its query has left. */
  sent(): void {
    this.#progress.sent(this.#nowMs());
  }

  /** A stage of opening its connection was seen, maybe late. */
  staged(sight: Sight): void {
    this.#progress.time.saw(sight);
  }

  /**
   * Returns whether the reply was a message of this query. What comes before the last looks at the
   * connection found it empty counts: nobody can tell that it was not there in time.
   */
  answered(answer: Answer, sight: Sight): boolean {
    if (answer.kind === 'fault') return true;
    if (answer.kind === 'http-error') {
      this.#end(
        failedEnd('http_error', this.#sentAtMs, { ...this.#details({ detail: answer.detail }), gotReply: true }),
      );
      return true;
    }
    const reply = answer.kind === 'message' ? judgeStreamReply(this.request, answer) : brokenReply(answer);
    this.#reply(reply, sight);
    return reply.outcome !== 'malformed';
  }

  fail({ outcome, detail: cause, isPeers }: AttemptFault): void {
    const detail = this.#withFirstFault(cause);
    const gotReply = this.#context.truncated !== undefined || isPeers || this.#carriage.hears;
    const { localPort, reply } = this.#context.truncated ?? {};
    const failedIn = this.isHeldBack ? null : (this.#carriage.current?.phase ?? null);
    const known = {
      ...this.#details({ detail, failedIn }),
      ...(localPort === undefined ? {} : { localPort }),
      reply: reply ?? null,
    };
    if (this.#hasBegun(outcome)) this.#end(failedEnd(outcome, this.#sentAtMs, { ...known, gotReply }));
    else this.#end(failedEnd(outcome, null, { ...known, gotReply, lastSentAtMs: null }));
  }

  override cancel(): void {
    if (!this.isCancelled) this.#context.unstamped.count--;
    super.cancel();
  }

  onPassed(): void {
    const reads = (): number => this.#carriage.current?.reads ?? 0;
    const emptyAtMs = this.#nowMs();
    afterLastLooks(this.#context.deadlines, reads, () => {
      if (this.isCancelled) return;
      if (this.#progress.isHeldTooLong(this.#nowMs())) this.fail(HELD_BACK);
      // What we saw or sent late on the way gave the other side less time than it is due.
      else if (this.isHeldBack || this.#progress.time.dueMs(emptyAtMs) > emptyAtMs) this.#wait();
      else this.fail(TIMED_OUT);
    });
  }

  /** Whether anything left for it: not if what the kernel refused at once was opening its connection. */
  #hasBegun(outcome: StreamFault['outcome']): boolean {
    return outcome !== 'prober_error' || this.#context.truncated !== undefined || this.#progress.hasLeft;
  }

  get #sentAtMs(): number {
    return this.#progress.sentAtMs(this.#nowMs());
  }

  #withFirstFault(detail: string | null): string | null {
    if (this.#firstFault === null) return detail;
    const before = `asked again after ${this.#firstFault}`;
    return detail === null ? before : `${detail}, ${before}`;
  }

  #reply({ outcome, details }: StreamReply, sight: Sight): void {
    const { time } = this.#progress;
    const atMs = time.receivedAtMs(sight);
    const known = { ...this.#details({ queryUs: time.queryUs(atMs) }), ...details };
    this.#end(repliedEnd(outcome, this.#sentAtMs, time.rttMs(atMs, this.#context.rttOf), known));
  }

  #details({ detail = null, queryUs = null, failedIn = null }: Partial<Findings>): EndDetails {
    const { rttOf, truncated } = this.#context;
    const { current } = this.#carriage;
    const news = truncated === undefined ? (current?.takeNews() ?? null) : null;
    const connection = news && { ...news, queryUs: rttOf === 'all' ? queryUs : null };
    // Who opens a connection for itself has sent from the start.
    const lastSentAtMs = rttOf === 'query' ? (this.#progress.lastSentAtMs ?? this.#sentAtMs) : this.#sentAtMs;
    const known = { detail, localPort: current?.localPort ?? null, connection, lastSentAtMs };
    const askedAgain = this.#askedAgain;
    return failedIn === null && askedAgain === null ? known : { ...known, stream: { failedIn, askedAgain } };
  }

  #wait(): void {
    const nowMs = this.#nowMs();
    this.#context.deadlines.start(this, nowMs, Math.max(1, Math.ceil(this.#progress.time.dueMs(nowMs) - nowMs)));
  }

  #nowMs(): number {
    return this.#context.monotonicMs();
  }

  #end(end: AttemptEnd): void {
    if (this.isCancelled) return;
    this.cancel();
    this.#carriage.current?.release(this);
    this.#onEnd(end);
  }
}

interface Findings {
  readonly detail: string | null;
  /** Microseconds from the last query to the reply. */
  readonly queryUs: number | null;
  readonly failedIn: Phase | null;
}

/** Why it got no reply; a timeout says it all. */
type AttemptFault = Omit<StreamFault, 'detail'> & { readonly detail: string | null };

const TIMED_OUT: AttemptFault = { outcome: 'timeout', detail: null, isPeers: false };
const HELD_BACK: AttemptFault = { outcome: 'prober_error', detail: NOT_SENT_IN_TIME, isPeers: false };
