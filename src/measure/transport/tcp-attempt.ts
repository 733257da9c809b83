import { connect, type Socket } from 'node:net';

import { classify } from '../../dns/classify.js';
import { failedEnd, repliedEnd, type AttemptEnd, type AttemptRequest, type OnAttemptEnd } from '../attempt.js';
import type { Deadline } from '../deadline-queue.js';
import { afterLastLooks } from '../last-looks.js';
import type { ChannelDeps } from './channel.js';
import { familyOf } from './endpoint.js';
import { isLocalFault } from './error-codes.js';
import { streamDescriptor } from './kernel-socket.js';
import type { TruncatedStart } from './pooled-socket.js';

/** The kernel counts time since the last data in ticks of up to 10 ms: less would only blur the RTT. */
const KERNEL_TICK_MS = 10;
/** Errors that the kernel gives at once reach us within a few turns of the tick queue, before sockets are read. */
const TICKS_TO_REFUSAL = 8;

/**
 * Asks over a new TCP connection (RFC 7766) and closes it. `truncated` tells of the UDP query before:
 * RTT and timeout count from its send, less what we were late to see its reply.
 * Returns a function that abandons the attempt without an outcome.
 */
export function askOverTcp(
  request: AttemptRequest,
  truncated: TruncatedStart | null,
  deps: ChannelDeps,
  onEnd: OnAttemptEnd,
): () => void {
  const attempt = new TcpAttempt(request, truncated, deps, onEnd);
  attempt.start();
  return () => attempt.close();
}

class TcpAttempt {
  readonly #request: AttemptRequest;
  readonly #deps: ChannelDeps;
  readonly #onEnd: OnAttemptEnd;
  readonly #sentAtMs: number;
  /** When the first query would have had to go out, had we not been late in between. */
  readonly #startedAtMs: number;
  readonly #gotReply: boolean;
  readonly #query;
  readonly #socket: Socket;
  readonly #deadline: Deadline;
  #chunks: Buffer[] = [];
  #reads = 0;
  #hasBegun = false;
  #isDone = false;

  constructor(request: AttemptRequest, truncated: TruncatedStart | null, deps: ChannelDeps, onEnd: OnAttemptEnd) {
    this.#request = request;
    this.#deps = deps;
    this.#onEnd = onEnd;
    this.#gotReply = truncated !== null;
    this.#query = { id: deps.random.id(), question: request.query.question };
    const nowMs = deps.monotonicMs();
    this.#sentAtMs = truncated?.sentAtMs ?? nowMs;
    this.#startedAtMs = nowMs - (truncated?.elapsedMs ?? 0);
    this.#deadline = deps.deadlines.add(this.#startedAtMs + request.timeoutMs, () => this.#passed());
    const { endpoint } = request.route;
    const { address, port, source } = endpoint;
    this.#socket = connect({
      host: address,
      port,
      family: familyOf(endpoint),
      noDelay: true,
      autoSelectFamily: false,
      ...(source === undefined ? {} : { localAddress: source }),
    });
  }

  start(): void {
    this.#socket.on('error', (error) => this.#failed(errorCodeOf(error)));
    this.#socket.on('data', (chunk) => this.#received(chunk));
    this.#socket.on('close', () => this.#closed());
    this.#socket.write(framed(this.#request.query.bytes(this.#query.id)));
    afterTicks(TICKS_TO_REFUSAL, () => (this.#hasBegun = true));
  }

  close(): void {
    this.#isDone = true;
    this.#deadline.isCancelled = true;
    this.#socket.destroy();
  }

  #received(chunk: Buffer): void {
    if (this.#isDone) return;
    const nowMs = this.#deps.monotonicMs();
    this.#reads++;
    this.#chunks.push(chunk);
    const bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    this.#chunks = [bytes];
    if (bytes.length < 2 || bytes.length < 2 + bytes.readUInt16BE(0)) return;
    const waitedMs = this.#waitedMs(nowMs);
    // Without the kernel's time, what the first look finds may have been there in time.
    if (waitedMs !== null && nowMs - waitedMs > this.#deadline.atMs) return;
    const receivedAtMs = nowMs - (waitedMs !== null && waitedMs >= KERNEL_TICK_MS ? waitedMs : 0);
    const facts = { transport: 'tcp', followTruncation: false } as const;
    const message = bytes.subarray(2, 2 + bytes.readUInt16BE(0));
    const verdict = classify(message, this.#query, this.#request.expectation, facts);
    if (verdict.kind !== 'reply') return;
    const { outcome, rcode, detail } = verdict;
    const isKept = outcome !== 'answered' || this.#request.keepsReply;
    const details = { rcode, detail, reply: isKept ? message : null };
    this.#end(repliedEnd(outcome, this.#sentAtMs, receivedAtMs - this.#startedAtMs, details));
  }

  /** How long the data had lain in the socket, in the kernel's ticks; `null` if it does not tell. */
  #waitedMs(nowMs: number): number | null {
    const fd = streamDescriptor(this.#socket);
    const waitedMs = fd === null ? null : (this.#deps.kernel?.streamReceivedAgoMs(fd) ?? null);
    return waitedMs === null ? null : Math.min(waitedMs, nowMs - this.#startedAtMs);
  }

  /** The other side closed: a part of a message is not one; nothing at all is a refusal. */
  #closed(): void {
    if (this.#isDone) return;
    const part = this.#chunks[0];
    if (part === undefined) return this.#fail('network_error', 'closed without a reply');
    const details = { detail: 'closed within a message', reply: part };
    this.#end(repliedEnd('malformed', this.#sentAtMs, this.#deps.monotonicMs() - this.#startedAtMs, details));
  }

  #failed(code: string): void {
    if (this.#isDone) return;
    // The kernel's own patience ended before ours: nothing came.
    if (code === 'ETIMEDOUT') return this.#fail('timeout', code);
    const isOurs = isLocalFault(code, this.#hasBegun ? 'after-sending' : 'before-sending');
    this.#fail(isOurs ? 'prober_error' : 'network_error', code);
  }

  #passed(): void {
    afterLastLooks(
      this.#deps.deadlines,
      () => this.#reads,
      () => {
        if (!this.#isDone) this.#fail('timeout', null);
      },
    );
  }

  #fail(outcome: 'timeout' | 'network_error' | 'prober_error', detail: string | null): void {
    this.#end(failedEnd(outcome, this.#sentAtMs, { detail, gotReply: this.#gotReply }));
  }

  #end(end: AttemptEnd): void {
    this.close();
    this.#onEnd(end);
  }
}

/** RFC 1035 §4.2.2: two bytes of length before the message, in one segment with it (RFC 7766 §8). */
function framed(message: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(message.length + 2);
  frame.writeUInt16BE(message.length);
  frame.set(message, 2);
  return frame;
}

function afterTicks(ticks: number, callback: () => void): void {
  process.nextTick(() => (ticks <= 1 ? callback() : afterTicks(ticks - 1, callback)));
}

function errorCodeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.name;
}
