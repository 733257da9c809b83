import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { systemClock, type Clock } from '../../src/domain/clock.js';
import type { AlertModel } from './alert-model.js';
import type { AnnotationModel } from './annotation-model.js';
import type { HostModel } from './host-model.js';
import type { MonitorModel } from './monitor-model.js';
import { MackerelModel, refuse, type ModelAnswer, type ReceivedPoint } from './mackerel-model.js';

export interface FakeMackerelOptions {
  /** Default `test-key`. */
  readonly apiKey?: string;
  /** Default `dns`. */
  readonly service?: string;
  /** Default 127.0.0.1 and a free port. */
  readonly host?: string;
  readonly port?: number;
  /** PEM; absent: plain http. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Decides which points are older than 24 h. */
  readonly clock?: Clock;
}

export type FakeMackerelFault =
  | { readonly kind: 'none' }
  /** The port is closed. */
  | { readonly kind: 'down' }
  /** Requests are read and never answered. */
  | { readonly kind: 'hang' }
  /** The connection is reset before the request is looked at. */
  | { readonly kind: 'reset' }
  /** The points are stored, but the connection is reset instead of an answer. */
  | { readonly kind: 'lost-response' }
  /** 200 with something that is not Mackerel's. */
  | { readonly kind: 'garbage' }
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** The answer begins at once and its body never ends. */
  | { readonly kind: 'slow-body' }
  /** Every request gets this status (500, 429, 403 …). */
  | { readonly kind: 'status'; readonly status: number; readonly message?: string; readonly retryAfter?: string };

export interface FakeMackerel {
  /** For `mackerel.apiBase`; with the address as host. */
  readonly url: string;
  readonly port: number;
  /** Stored points in order of arrival; one that was posted twice is here twice. */
  readonly points: readonly ReceivedPoint[];
  /** Points older than 24 h, which were answered with 200 and not stored. */
  readonly ignored: readonly ReceivedPoint[];
  readonly monitors: MonitorModel;
  readonly alerts: AlertModel;
  readonly annotations: AnnotationModel;
  readonly hosts: HostModel;
  /** Host header and outcome of every request that was read. */
  readonly requests: readonly { readonly host: string | undefined; readonly status: number | null }[];
  setFault(fault: FakeMackerelFault): Promise<void>;
  close(): Promise<void>;
}

/** A server on loopback that takes service metrics as Mackerel does, and fails as it is told. */
export async function startFakeMackerel(options: FakeMackerelOptions = {}): Promise<FakeMackerel> {
  const { apiKey = 'test-key', service = 'dns', host = '127.0.0.1', clock = systemClock } = options;
  const model = new MackerelModel({ apiKey, service, clock });
  const server = new FakeServer(model, options.tls);
  await server.listen(host, options.port ?? 0);
  const { port } = server;
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${String(port)}`,
    port,
    points: model.points,
    ignored: model.ignored,
    monitors: model.monitors,
    alerts: model.alerts,
    annotations: model.annotations,
    hosts: model.hosts,
    requests: server.requests,
    setFault: async (fault) => {
      server.fault = fault;
      await (fault.kind === 'down' ? server.stop() : server.listen(host, port));
    },
    close: () => server.stop(),
  };
}

class FakeServer {
  fault: FakeMackerelFault = { kind: 'none' };
  readonly requests: { host: string | undefined; status: number | null }[] = [];
  readonly #server: Server;
  readonly #model: MackerelModel;

  constructor(model: MackerelModel, tls: { readonly key: string; readonly cert: string } | undefined) {
    this.#model = model;
    const serve = (request: IncomingMessage, response: ServerResponse): void => void this.#serve(request, response);
    this.#server = tls === undefined ? createHttpServer(serve) : createHttpsServer(tls, serve);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async listen(host: string, port: number): Promise<void> {
    if (this.#server.listening) return;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject).listen(port, host, resolve);
    });
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { fault } = this;
    if (fault.kind === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    const body = await readText(request);
    const answer = this.#answer(fault, request, body);
    this.requests.push({ host: request.headers.host, status: answer?.status ?? null });
    if (answer === null) {
      if (fault.kind === 'lost-response') request.socket.destroy();
      return;
    }
    if (fault.kind === 'status' && fault.retryAfter !== undefined) response.setHeader('Retry-After', fault.retryAfter);
    const send = (): void => void response.writeHead(answer.status).end(answer.body);
    if (fault.kind === 'slow-body') response.writeHead(answer.status).write(answer.body.slice(0, 5));
    else if (fault.kind === 'slow') setTimeout(send, fault.delayMs);
    else send();
  }

  /** `null`: no answer is sent. */
  #answer(fault: FakeMackerelFault, request: IncomingMessage, body: string): ModelAnswer | null {
    switch (fault.kind) {
      case 'hang':
        return null;
      case 'status':
        return refuse(fault.status, fault.message ?? `status ${String(fault.status)}`);
      case 'garbage':
        return { status: 200, body: '<html>\u0000 welcome to the hotel </html>' };
      case 'none':
      case 'slow':
      case 'slow-body':
        return this.#ask(request, body);
      case 'lost-response':
        this.#ask(request, body);
        return null;
      case 'down':
      case 'reset':
        return null;
      default:
        return fault satisfies never;
    }
  }

  #ask(request: IncomingMessage, body: string): ModelAnswer {
    return this.#model.answer({
      method: request.method ?? '',
      path: request.url ?? '',
      apiKey: headerOf(request, 'x-api-key'),
      contentType: headerOf(request, 'content-type'),
      body,
    });
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  } catch {
    // The client went away: there is nobody to answer.
  }
  return Buffer.concat(chunks).toString('utf8');
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
