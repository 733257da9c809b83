import { Client, type buildConnector, type Dispatcher } from 'undici';
import type { Clock } from '../../domain/clock.js';
import type { Log } from '../../domain/log.js';
import type { DnsEndpoint } from '../../domain/probe-definition.js';
import type { GoodAddresses } from '../ports.js';
import type { ConnectTiming } from './connect-first.js';
import { AddressRefused, ConnectFailure, createConnector } from './connector.js';
import { errorCode } from './error-text.js';
import { askerFor, LookUp } from './look-up.js';
import type { AskForAddresses } from './look-up-result.js';

const MAX_BODY_BYTES = 65_536;
const CONNECT_TIMING: ConnectTiming = { staggerMs: 1_000, deadlineMs: 10_000 };

export interface OutboundClientOptions {
  /** Resolvers for our own look-ups; empty: the system's. */
  readonly bootstrap: readonly DnsEndpoint[];
  readonly goodAddresses: GoodAddresses;
  readonly clock: Clock;
  readonly log: Log;
  /** PEM certificates to trust instead of the system's. */
  readonly ca?: string;
  /** Who looks names up, instead of bootstrap or the system. */
  readonly ask?: AskForAddresses;
  /** How long a look-up may hold a request up; default 3 s. */
  readonly lookUpDeadlineMs?: number;
  readonly connectTiming?: ConnectTiming;
  /** Which addresses are connected to, whatever name leads to them; default: all. */
  readonly mayReach?: (address: string) => boolean;
}

export interface OutboundRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For everything: look-up, connecting, sending and the whole reply. */
  readonly timeoutMs: number;
  /** More of a reply is not read; default 64 KiB. */
  readonly maxAnswerBytes?: number;
  /** Gives up at once. */
  readonly signal?: AbortSignal;
}

/** Any HTTP status is a response. A `cause` is short, for logs, and holds no header, body or URL. */
export type OutboundResult =
  | { readonly kind: 'response'; readonly status: number; readonly retryAfter: string | null; readonly body: string }
  | { readonly kind: 'timeout'; readonly cause: string }
  | { readonly kind: 'network_error'; readonly cause: string }
  /** Nothing was sent: there are addresses, and none of them may be connected to. */
  | { readonly kind: 'address_refused'; readonly cause: string };

/**
 * Sends HTTP requests to the services that we tell things to. `send()` never rejects for what the
 * network or the other side does, follows no redirect, and reads no more of a reply than it is told to.
 */
export class OutboundClient {
  readonly #connect: buildConnector.connector;
  readonly #open = new Set<Client>();

  constructor(options: OutboundClientOptions) {
    const { goodAddresses, clock, log, lookUpDeadlineMs, mayReach = () => true } = options;
    const ask = options.ask ?? askerFor(options.bootstrap);
    const lookUp = new LookUp({
      ask,
      clock,
      ...(lookUpDeadlineMs === undefined ? {} : { deadlineMs: lookUpDeadlineMs }),
    });
    const timing = options.connectTiming ?? CONNECT_TIMING;
    this.#connect = createConnector({ lookUp, goodAddresses, log, ca: options.ca ?? null, timing, mayReach });
  }

  async send(outbound: OutboundRequest): Promise<OutboundResult> {
    const deadline = new AbortController();
    const abort = (): void => deadline.abort();
    const timer = setTimeout(abort, outbound.timeoutMs);
    outbound.signal?.addEventListener('abort', abort);
    if (outbound.signal?.aborted === true) abort();
    try {
      return await this.#exchange(outbound, deadline.signal);
    } catch (error) {
      return failure(error, outbound, deadline.signal.aborted);
    } finally {
      clearTimeout(timer);
      outbound.signal?.removeEventListener('abort', abort);
    }
  }

  /** Ends all connections; requests still under way fail. */
  async close(): Promise<void> {
    await Promise.all([...this.#open].map((client) => client.destroy()));
  }

  async #exchange(outbound: OutboundRequest, signal: AbortSignal): Promise<OutboundResult> {
    const client = this.#newClient(outbound.url.origin);
    try {
      const response = await client.request({
        path: `${outbound.url.pathname}${outbound.url.search}`,
        method: outbound.method,
        headers: outbound.headers,
        body: outbound.body ?? null,
        signal,
      });
      const retryAfter = headerText(response.headers['retry-after']);
      const body = await readBounded(response.body, outbound.maxAnswerBytes ?? MAX_BODY_BYTES);
      return { kind: 'response', status: response.statusCode, retryAfter, body };
    } finally {
      this.#open.delete(client);
      void client.destroy();
    }
  }

  /**
   * Each request has a connection of its own: they are minutes apart, and a kept connection that
   * died meanwhile would fail a good request. (After an aborted one undici 7 opens another
   * connection ahead of need, which is why the whole client goes.)
   */
  #newClient(origin: string): Client {
    // undici's timers are accurate to half a second: `timeoutMs` has one of its own.
    const client = new Client(origin, { connect: this.#connect, pipelining: 0, headersTimeout: 0, bodyTimeout: 0 });
    this.#open.add(client);
    return client;
  }
}

async function readBounded(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop destroys the stream, and with it the connection.
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk.subarray(0, maxBytes - size));
    size += chunk.length;
    if (size >= maxBytes) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function failure(error: unknown, outbound: OutboundRequest, aborted: boolean): OutboundResult {
  if (error instanceof AddressRefused) return { kind: 'address_refused', cause: error.message };
  if (error instanceof ConnectFailure) return { kind: 'network_error', cause: error.message };
  if (outbound.signal?.aborted === true) return { kind: 'network_error', cause: 'given up' };
  if (aborted)
    return { kind: 'timeout', cause: `${outbound.url.host} did not answer in ${String(outbound.timeoutMs)} ms` };
  return { kind: 'network_error', cause: `${errorCode(error)} ${outbound.url.host}` };
}

function headerText(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}
