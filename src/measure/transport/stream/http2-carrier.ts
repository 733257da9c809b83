import { type ClientHttp2Session, connect, type OutgoingHttpHeaders } from 'node:http2';
import type { Socket } from 'node:net';

import type { PreparedQuery } from '../../../dns/prepared-query.js';
import type { DohRoute } from '../../route.js';
import type { Carrier, CarrierEvents, OnAnswer } from './carrier.js';
import { DNS_MESSAGE, DohExchange, type ExchangeEvents } from './doh-exchange.js';
import type { StreamEnd } from './stream-fault.js';

/** RFC 8484 §4.1: id 0, so that equal queries are equal requests to an HTTP cache. */
const DOH_ID = 0;

/**
 * Room for answers on their way, as browsers give it (RFC 9113 §5.2): with the default of 64 KB two
 * large answers at a time stop and go, which would be our doing, and which BIND 9.18 garbles.
 */
const STREAM_WINDOW_BYTES = 1 << 20;
const CONNECTION_WINDOW_BYTES = 16 << 20;

/** DNS over HTTP/2 (RFC 8484) on a TLS connection of ours: a stream per query. */
export class Http2Carrier implements Carrier {
  /** A session has a thousand million streams (RFC 9113 §5.1.1), and none lives that long. */
  readonly isSpent = false;
  readonly #session: ClientHttp2Session;
  readonly #route: DohRoute;
  readonly #exchangeEvents: ExchangeEvents;
  readonly #waiting = new Set<DohExchange>();
  #isLeaving = false;
  #lastStreamId = Infinity;

  constructor(socket: Socket, route: DohRoute, { onHeard }: CarrierEvents) {
    this.#route = route;
    this.#exchangeEvents = { onHeard, lastStreamId: () => this.#lastStreamId };
    this.#session = connect(`https://${route.authority}`, {
      createConnection: () => socket,
      settings: { enablePush: false, initialWindowSize: STREAM_WINDOW_BYTES },
    });
    this.#session.once('connect', () => this.#session.setLocalWindowSize(CONNECTION_WINDOW_BYTES));
    // What ends a session ends its streams, and each of those tells why.
    this.#session.on('error', () => undefined);
    // RFC 9113 §6.8: no new streams on this connection. Node.js tells it before the ends of the streams.
    this.#session.on('goaway', (_code: number, lastStreamId: number) => {
      this.#isLeaving = true;
      this.#lastStreamId = lastStreamId;
      onHeard();
    });
  }

  get isUsable(): boolean {
    return !this.#isLeaving && !this.#session.closed && !this.#session.destroyed;
  }

  /**
   * What is asked in one turn Node.js sends together, and nghttp2 all HEADERS of it before any body. To
   * that some servers object: Knot Resolver refuses a request that comes before another one's body.
   */
  get sendsOneATurn(): boolean {
    return this.#route.method === 'post';
  }

  get isLeft(): boolean {
    return this.#isLeaving;
  }

  send(query: PreparedQuery, onAnswer: OnAnswer): () => void {
    const exchange = new DohExchange(this.#request(query), this.#exchangeEvents, (answer) => {
      this.#waiting.delete(exchange);
      onAnswer(answer);
    });
    this.#waiting.add(exchange);
    return () => {
      this.#waiting.delete(exchange);
      exchange.cancel();
    };
  }

  doubt(): void {
    // Streams are apart: what is wrong with one says nothing of the next.
  }

  end(how: StreamEnd): void {
    for (const exchange of [...this.#waiting]) exchange.end(how);
  }

  /**
   * Destroys the session in the next turn. This is often called from within an event of it, while
   * nghttp2 still reads what has come, and Node.js corrupts its heap or aborts when a session is
   * destroyed then (nodejs/node#38964, #64850; seen on 20.20.2).
   */
  close(): void {
    for (const exchange of this.#waiting) exchange.cancel();
    this.#waiting.clear();
    setImmediate(() => this.#session.destroy());
  }

  #request(query: PreparedQuery): ReturnType<ClientHttp2Session['request']> {
    const message = query.bytes(DOH_ID);
    if (this.#route.method === 'get') return this.#session.request(getHeaders(this.#route, message));
    // The query's memory is its own only until it is asked again.
    const body = Buffer.from(message);
    const stream = this.#session.request(postHeaders(this.#route, body));
    stream.end(body);
    return stream;
  }
}

/** RFC 8484 §4.1.1: base64url without padding. */
function getHeaders({ authority, path }: DohRoute, message: Uint8Array): OutgoingHttpHeaders {
  const dns = Buffer.from(message).toString('base64url');
  const joiner = path.includes('?') ? '&' : '?';
  return { ':method': 'GET', ':authority': authority, ':path': `${path}${joiner}dns=${dns}`, accept: DNS_MESSAGE };
}

function postHeaders({ authority, path }: DohRoute, body: Buffer): OutgoingHttpHeaders {
  return {
    ':method': 'POST',
    ':authority': authority,
    ':path': path,
    accept: DNS_MESSAGE,
    'content-type': DNS_MESSAGE,
    'content-length': body.length,
  };
}
