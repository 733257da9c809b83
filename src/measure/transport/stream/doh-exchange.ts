import { constants, type ClientHttp2Stream, type IncomingHttpHeaders, type IncomingHttpStatusHeader } from 'node:http2';

import { printable } from '../../../domain/printable.js';
import type { Answer, OnAnswer } from './carrier.js';
import { http2Answer, type StreamSoFar } from './http2-fault.js';
import type { StreamEnd } from './stream-fault.js';

/** A DNS message is no longer than this, over any transport: its length has 16 bits (RFC 1035 §4.2.2). */
const MAX_MESSAGE_BYTES = 65_535;
export const DNS_MESSAGE = 'application/dns-message';

export interface ExchangeEvents {
  /** Something came. */
  readonly onHeard: () => void;
  /** Streams above this one the other side does not process; `Infinity` as long as it says nothing of the kind. */
  readonly lastStreamId: () => number;
}

/** One request and its response, on an HTTP/2 stream of its own (RFC 8484 §4.2). */
export class DohExchange {
  readonly #stream: ClientHttp2Stream;
  readonly #onAnswer: OnAnswer;
  readonly #events: ExchangeEvents;
  #chunks: Buffer[] = [];
  #size = 0;
  #hasHeaders = false;
  #isDone = false;

  constructor(stream: ClientHttp2Stream, events: ExchangeEvents, onAnswer: OnAnswer) {
    this.#stream = stream;
    this.#events = events;
    this.#onAnswer = onAnswer;
    stream.on('response', (headers) => this.#responded(headers));
    stream.on('data', (chunk: Buffer) => this.#received(chunk));
    stream.on('end', () => this.#ended());
    stream.on('error', (error: Error) => this.#tell(http2Answer(error, this.#soFar())));
    stream.on('close', () => this.#tell(http2Answer(null, this.#soFar())));
  }

  /** The connection has ended. */
  end(how: StreamEnd): void {
    if (how.isOrderly && this.#hasHeaders) return this.#tell(this.#cut());
    const { hasHeaders, isLeftOut } = this.#soFar();
    const isUnprocessed = isLeftOut && !hasHeaders;
    this.#tell({ kind: 'fault', fault: isUnprocessed ? { ...how, isUnprocessed } : how });
  }

  /** Nobody waits any more: the resolver need not go on. */
  cancel(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#reset();
  }

  #responded(headers: IncomingHttpHeaders & IncomingHttpStatusHeader): void {
    if (this.#isDone) return;
    this.#events.onHeard();
    this.#hasHeaders = true;
    const detail = httpFault(headers);
    // The page that explains it is read to its end, and thrown away.
    if (detail !== null) this.#tell({ kind: 'http-error', detail });
  }

  #received(chunk: Buffer): void {
    this.#events.onHeard();
    this.#size += chunk.length;
    if (this.#size > MAX_MESSAGE_BYTES) return this.#refuse(chunk);
    if (!this.#isDone) this.#chunks.push(chunk);
  }

  #refuse(chunk: Buffer): void {
    const bytes = Buffer.concat([...this.#chunks, chunk]);
    this.#reset();
    this.#tell({ kind: 'broken', detail: 'longer than a DNS message', bytes });
  }

  #ended(): void {
    if (this.#isDone) return;
    const bytes = Buffer.concat(this.#chunks);
    if (!this.#hasHeaders) return this.#tell(http2Answer(null, this.#soFar()));
    if (bytes.length === 0) return this.#tell({ kind: 'broken', detail: 'empty body', bytes: null });
    // RFC 8484 §4.1: the id of a query over HTTP is 0, so that caches see equal requests.
    this.#tell({ kind: 'message', bytes, id: 0 });
  }

  #soFar(): StreamSoFar {
    // Without an id it has not even been opened.
    const isLeftOut = (this.#stream.id ?? Infinity) > this.#events.lastStreamId();
    return { hasHeaders: this.#hasHeaders, isLeftOut };
  }

  #cut(): Answer {
    const bytes = this.#size === 0 ? null : Buffer.concat(this.#chunks);
    return { kind: 'broken', detail: 'closed within a message', bytes };
  }

  /** Not for responses that end by themselves: a RST_STREAM for each would look like an attack. */
  #reset(): void {
    if (!this.#stream.closed) this.#stream.close(constants.NGHTTP2_CANCEL);
  }

  #tell(answer: Answer): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#chunks = [];
    this.#onAnswer(answer);
  }
}

/** What in a response says that there is no DNS message in it; `null` if nothing does. */
export function httpFault(headers: IncomingHttpHeaders & IncomingHttpStatusHeader): string | null {
  const status = headers[':status'] ?? 0;
  // RFC 8484 §4.2.1: only 2xx carries a DNS response; redirects are not followed.
  if (status < 200 || status > 299) return `HTTP ${String(status)}`;
  const type = headers['content-type'];
  if (type === undefined) return 'no content type';
  const isDns = type.split(';', 1)[0]?.trim().toLowerCase() === DNS_MESSAGE;
  return isDns ? null : `content type ${printable(type.slice(0, 100))}`;
}
