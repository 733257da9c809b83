import { createSocket } from 'node:dgram';

import type { DeadlineQueue } from '../../deadline-queue.js';
import { afterLastLooks } from '../../last-looks.js';
import { familyOf, type Endpoint } from '../endpoint.js';
import { type UdpSocket, type UdpSockets, type UdpSocketEvents, unstamped } from './udp-socket.js';

/**
 * UDP sockets of Node.js, with the process's clock: for platforms whose kernel we cannot ask. They are
 * connected, or nobody would tell of a refusal; so the kernel keeps away what others send, uncounted.
 */
export class DatagramSockets implements UdpSockets {
  readonly #monotonicMs: () => number;
  readonly #deadlines: DeadlineQueue;

  constructor(monotonicMs: () => number, deadlines: DeadlineQueue) {
    this.#monotonicMs = monotonicMs;
    this.#deadlines = deadlines;
  }

  wallOffsetMs(): null {
    return null;
  }

  open(endpoint: Endpoint, events: UdpSocketEvents): UdpSocket {
    const family = familyOf(endpoint);
    const socket = createSocket({ type: `udp${String(family) as '4' | '6'}`, lookup: lookupLiteral(family) });
    let isOpen = false;
    let isClosed = false;
    let reads = 0;
    socket.on('error', (error) => (isOpen ? events.onError() : events.onOpen(errorCodeOf(error))));
    socket.on('message', (bytes) => {
      const nowMs = this.#monotonicMs();
      reads++;
      events.onDatagram(bytes, unstamped(nowMs));
    });
    socket.once('listening', () => {
      if (!isClosed) socket.connect(endpoint.port, endpoint.address);
    });
    socket.once('connect', () => {
      isOpen = true;
      if (!isClosed) events.onOpen(null);
    });
    socket.bind({ port: 0, exclusive: true, ...(endpoint.source === undefined ? {} : { address: endpoint.source }) });
    return {
      localPort: () => (isOpen && !isClosed ? socket.address().port : null),
      send: (bytes, id) =>
        socket.send(Uint8Array.from(bytes), (error) => {
          if (error !== null) events.onSendFailed(id, errorCodeOf(error));
        }),
      takeUnreachable: () => null,
      hasLost: () => false,
      drained: (callback) => afterLastLooks(this.#deadlines, () => reads, callback),
      close: () => {
        if (isClosed) return;
        isClosed = true;
        socket.close();
      },
    };
  }

  awaitOneMore(): void {
    // Node.js looks at all sockets all the time.
  }

  awaitOneLess(): void {
    // As above.
  }

  close(): void {
    // Each socket is closed by who opened it.
  }
}

/** Addresses are literals: asking the system's resolver even for those would cost a thread. */
function lookupLiteral(family: 4 | 6): NonNullable<Parameters<typeof createSocket>[0] & object>['lookup'] {
  return (hostname, _options, callback) => callback(null, hostname, family);
}

function errorCodeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.name;
}
