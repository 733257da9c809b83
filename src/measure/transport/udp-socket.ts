import { createSocket } from 'node:dgram';

import { familyOf, type Endpoint } from './endpoint.js';
import { datagramDescriptor, type KernelSockets } from './kernel-socket.js';

/** A UDP socket connected to one resolver: the kernel keeps datagrams of anybody else away. */
export interface UdpSocket {
  /** Calls back with what the kernel says at once: `null`, or the error's code. */
  send(bytes: Uint8Array, onSent: (errorCode: string | null) => void): void;
  /** Payloads of datagrams for which ICMP errors came; `null` if this platform does not tell which they were. */
  takeUnreachable(): readonly Uint8Array[] | null;
  /** Datagrams lost to a full receive buffer so far; `null` if this platform does not tell. */
  drops(): number | null;
  close(): void;
}

export interface UdpSocketEvents {
  /** Connected and ready to send, or why not. */
  readonly onOpen: (errorCode: string | null) => void;
  /** `waitedMs`: how long the datagram had lain in the socket; `null` if only the process's clock is known. */
  readonly onDatagram: (bytes: Buffer, waitedMs: number | null) => void;
  /** An error the network reported: ICMP. */
  readonly onError: (errorCode: string) => void;
}

export type OpenUdpSocket = (endpoint: Endpoint, events: UdpSocketEvents) => UdpSocket;

/** Opens sockets of the operating system; with `kernel`, they tell receive times, ICMP errors and losses. */
export function udpSocketOpener(kernel: KernelSockets | null): OpenUdpSocket {
  return (endpoint, events) => openUdpSocket(endpoint, events, kernel);
}

function openUdpSocket(endpoint: Endpoint, events: UdpSocketEvents, kernel: KernelSockets | null): UdpSocket {
  const family = familyOf(endpoint);
  const socket = createSocket({ type: `udp${String(family) as '4' | '6'}`, lookup: lookupLiteral(family) });
  let descriptor: number | null = null;
  let isOpen = false;
  let isClosed = false;
  socket.on('error', (error) => (isOpen ? events.onError : events.onOpen)(errorCodeOf(error)));
  socket.on('message', (bytes) => {
    events.onDatagram(bytes, descriptor === null ? null : (kernel?.receivedAgoMs(descriptor) ?? null));
  });
  socket.once('listening', () => {
    const fd = kernel === null ? null : datagramDescriptor(socket);
    if (fd !== null && kernel?.prepare(fd, family)) descriptor = fd;
    if (!isClosed) socket.connect(endpoint.port, endpoint.address);
  });
  socket.once('connect', () => {
    isOpen = true;
    if (!isClosed) events.onOpen(null);
  });
  socket.bind({ port: 0, exclusive: true, ...(endpoint.source === undefined ? {} : { address: endpoint.source }) });
  return {
    send: (bytes, onSent) => socket.send(bytes, (error) => onSent(error === null ? null : errorCodeOf(error))),
    takeUnreachable: () => (descriptor === null || kernel === null ? null : kernel.takeUnreachable(descriptor)),
    drops: () => (descriptor === null || kernel === null ? null : kernel.drops(descriptor)),
    close: () => {
      if (isClosed) return;
      isClosed = true;
      descriptor = null;
      socket.close();
    },
  };
}

/** Addresses are literals: asking the system's resolver even for those would cost a thread. */
function lookupLiteral(family: 4 | 6): NonNullable<Parameters<typeof createSocket>[0] & object>['lookup'] {
  return (hostname, _options, callback) => callback(null, hostname, family);
}

export function errorCodeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.name;
}
