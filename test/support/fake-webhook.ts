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

export interface FakeWebhook {
  readonly url: string;
  readonly port: number;
  /** Those that were answered with 2xx, in order of arrival. */
  readonly taken: readonly ReceivedEvent[];
  /** Every request that was read, with what it was answered. */
  readonly requests: readonly { readonly event: ReceivedEvent; readonly status: number; readonly headers: object }[];
  /** What comes next is answered so; `lost`: taken, but the connection is cut instead of an answer. */
  answer(how: number | 'lost'): void;
  close(): Promise<void>;
}

/** A receiver of webhooks on loopback that fails as it is told. */
export async function startFakeWebhook(port = 0): Promise<FakeWebhook> {
  let how: number | 'lost' = 204;
  const taken: ReceivedEvent[] = [];
  const requests: FakeWebhook['requests'][number][] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const event = JSON.parse(Buffer.concat(chunks).toString('utf8')) as ReceivedEvent;
    const status = how === 'lost' ? 0 : how;
    requests.push({ event, status, headers: request.headers });
    if (status === 0 || (status >= 200 && status < 300)) taken.push(event);
    if (status === 0) request.socket.resetAndDestroy();
    else response.writeHead(status, { location: 'http://192.0.2.1/' }).end();
  };
  const server = createServer((request, response) => void serve(request, response).catch(() => undefined));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const listening = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${String(listening)}/hook/s3cret?x=1`,
    port: listening,
    taken,
    requests,
    answer: (next) => void (how = next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
