import { createSecureServer, type Http2Session, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';

import type { TestCertificate } from './test-certificate.js';

export interface DohRequest {
  readonly headers: IncomingHttpHeaders;
  /** The DNS message, of GET and of POST. */
  readonly query: Buffer;
}

export interface DohResponder {
  readonly port: number;
  /** In order. */
  readonly requests: readonly DohRequest[];
  /** Connections accepted so far. */
  accepted(): number;
  /** Connections that are open now. */
  open(): number;
  close(): Promise<void>;
}

/** What to do with a request. */
export type DohBehaviour = (query: Buffer, stream: ServerHttp2Stream, connection: DohConnection) => void;

/** What a request came by. */
export interface DohConnection {
  readonly session: Http2Session;
  /** Below TLS. */
  readonly tcp: Socket;
}

/** An HTTP/2 server on loopback (RFC 8484) that behaves, or misbehaves, as told. */
export async function startDohResponder(
  { key, cert }: TestCertificate,
  behaviour: DohBehaviour,
  address = '127.0.0.1',
): Promise<DohResponder> {
  const connections = new Map<number, Socket>();
  const requests: DohRequest[] = [];
  let accepted = 0;
  const listener = createSecureServer({ key, cert });
  listener.on('tlsClientError', () => undefined);
  listener.on('sessionError', () => undefined);
  listener.on('connection', (connection: Socket) => {
    accepted++;
    const peerPort = connection.remotePort ?? 0;
    connections.set(peerPort, connection);
    connection.on('error', () => undefined);
    connection.on('close', () => connections.delete(peerPort));
  });
  listener.on('stream', (stream, headers) => {
    const body: Buffer[] = [];
    stream.on('error', () => undefined);
    stream.on('data', (chunk: Buffer) => body.push(chunk));
    stream.on('end', () => {
      const query = headers[':method'] === 'GET' ? queryIn(headers[':path'] ?? '') : Buffer.concat(body);
      requests.push({ headers, query });
      const { session } = stream;
      const tcp = connections.get(session?.socket.remotePort ?? 0);
      if (session !== undefined && tcp !== undefined) behaviour(query, stream, { session, tcp });
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, address, () => resolve()));
  return {
    port: (listener.address() as AddressInfo).port,
    requests,
    accepted: () => accepted,
    open: () => connections.size,
    close: () => {
      for (const connection of connections.values()) connection.destroy();
      return new Promise((resolve) => listener.close(() => resolve()));
    },
  };
}

/** A response with a DNS message in it, or with whatever is told. */
export function respondDoh(
  stream: ServerHttp2Stream,
  body: Uint8Array | string,
  { status = 200, type = 'application/dns-message' }: { readonly status?: number; readonly type?: string | null } = {},
): void {
  stream.respond({ ':status': status, ...(type === null ? {} : { 'content-type': type }) });
  stream.end(body);
}

function queryIn(path: string): Buffer {
  return Buffer.from(new URL(path, 'https://resolver.example').searchParams.get('dns') ?? '', 'base64url');
}
