import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a target receives: the documented keys that tests look at. */
export interface ReceivedEvent {
  readonly id: string;
  readonly event: string;
  readonly action: string;
  readonly time: string;
  readonly public: boolean;
  readonly url: string | null;
  readonly [key: string]: unknown;
}

export interface ReceivedRequest {
  /** The body, where it is JSON; else an empty object. */
  readonly event: ReceivedEvent;
  readonly body: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface FakeWebhook {
  readonly url: string;
  readonly port: number;
  /** Those that were answered with 2xx, in order of arrival. */
  readonly taken: readonly ReceivedEvent[];
  /** Every request that was read, with what it was answered. */
  readonly requests: readonly ReceivedRequest[];
  /** How many there were, be it without a request. */
  connections(): number;
  /** What comes next is answered so, with this text; `lost`: taken, but the connection is cut instead of an answer. */
  answer(how: number | 'lost', text?: string): void;
  close(): Promise<void>;
}

/** A receiver of webhooks on loopback that fails as it is told. */
export async function startFakeWebhook(port = 0): Promise<FakeWebhook> {
  let how: number | 'lost' = 204;
  let text = '';
  const taken: ReceivedEvent[] = [];
  const requests: FakeWebhook['requests'][number][] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const isJson = request.headers['content-type'] === 'application/json';
    const event = (isJson ? JSON.parse(body) : {}) as ReceivedEvent;
    const status = how === 'lost' ? 0 : how;
    requests.push({ event, body, status, headers: request.headers });
    if (status === 0 || (status >= 200 && status < 300)) taken.push(event);
    if (status === 0) request.socket.resetAndDestroy();
    else response.writeHead(status, { location: 'http://192.0.2.1/' }).end(text);
  };
  const server = createServer((request, response) => void serve(request, response).catch(() => undefined));
  let connections = 0;
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const listening = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${String(listening)}/hook/s3cret?x=1`,
    port: listening,
    taken,
    requests,
    connections: () => connections,
    answer: (next, nextText = '') => void ([how, text] = [next, nextText]),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
