import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

export interface TcpResponder {
  readonly port: number;
  /** Queries that came, in order, as messages. */
  readonly queries: readonly Buffer[];
  /** Connections accepted so far. */
  accepted(): number;
  /** Connections that are open now. */
  open(): number;
  close(): Promise<void>;
}

/** What to do with a query that came over a connection. */
export type TcpBehaviour = (query: Buffer, connection: Socket) => void;

export interface StreamBehaviour {
  readonly onQuery?: TcpBehaviour;
  /** As soon as the connection is there; under TLS, once its handshake is done. */
  readonly onConnection?: (connection: Socket) => void;
  /** With whatever comes, before it is cut into queries. */
  readonly onData?: (bytes: Buffer, connection: Socket) => void;
  /** Absent: in the clear. */
  readonly tls?: TlsOptions;
  readonly address?: string;
  readonly port?: number;
}

/** As real resolvers do: without it a second reply waits for the acknowledgement of the first. */
const NO_DELAY = { noDelay: true };

/** A TCP responder on loopback that behaves, or misbehaves, as told. */
export function startTcpResponder(onQuery: TcpBehaviour, address = '127.0.0.1', port = 0): Promise<TcpResponder> {
  return startStreamResponder({ onQuery, address, port });
}

/** The same over TCP or TLS, hostile at every stage of a connection if need be. */
export async function startStreamResponder(behaviour: StreamBehaviour): Promise<TcpResponder> {
  const connections = new Set<Socket>();
  const queries: Buffer[] = [];
  let accepted = 0;
  const serve = (connection: Socket): void => attend(connection, behaviour, queries);
  const listener: Server =
    behaviour.tls === undefined
      ? createServer(NO_DELAY, serve)
      : createTlsServer({ ...NO_DELAY, ...behaviour.tls }, serve);
  listener.on('tlsClientError', () => undefined); // the prober does not like the certificate
  listener.on('connection', (connection: Socket) => {
    accepted++;
    connections.add(connection);
    connection.on('error', () => undefined); // the prober closes when it likes
    connection.on('close', () => connections.delete(connection));
  });
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(behaviour.port ?? 0, behaviour.address ?? '127.0.0.1', () => resolve());
  });
  return {
    port: (listener.address() as AddressInfo).port,
    queries,
    accepted: () => accepted,
    open: () => connections.size,
    close: () => {
      for (const connection of connections) connection.destroy();
      return new Promise((resolve) => listener.close(() => resolve()));
    },
  };
}

/** Ends a connection with a RST, under TLS too. */
export function resetConnection(connection: Socket): void {
  const below = (connection as unknown as { _parent?: Socket | null })._parent;
  (below ?? connection).resetAndDestroy();
}

/** A message with its two bytes of length in front. */
export function tcpFrame(message: Uint8Array, length = message.length): Buffer {
  return Buffer.concat([Buffer.of(length >> 8, length & 0xff), message]);
}

function attend(connection: Socket, { onConnection, onData, onQuery }: StreamBehaviour, queries: Buffer[]): void {
  let bytes = Buffer.alloc(0);
  connection.on('error', () => undefined);
  connection.on('data', (chunk: Buffer) => {
    onData?.(chunk, connection);
    if (onQuery === undefined) return;
    bytes = Buffer.concat([bytes, chunk]);
    while (bytes.length >= 2 && bytes.length >= 2 + bytes.readUInt16BE(0)) {
      const query = bytes.subarray(2, 2 + bytes.readUInt16BE(0));
      bytes = bytes.subarray(2 + query.length);
      queries.push(query);
      onQuery(query, connection);
    }
  });
  onConnection?.(connection);
}
