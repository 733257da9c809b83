import type { Endpoint } from '../endpoint.js';

/** A UDP socket connected to one resolver: the kernel keeps datagrams of anybody else away. */
export interface UdpSocket {
  /** `null` before it is open, or if unknown. */
  localPort(): number | null;
  /** Sends at once; what the kernel says is told by `onSent`, now or soon. `bytes` may change afterwards. */
  send(bytes: Uint8Array, id: number): void;
  /** Payloads of datagrams for which ICMP errors came; `null` if this platform does not tell which they were. */
  takeUnreachable(): readonly Uint8Array[] | null;
  /** Whether datagrams that came between these times (monotonic milliseconds) were lost to a full receive buffer. */
  hasLost(fromMs: number, toMs: number): boolean;
  /** Calls back once everything that has come up to now has been handed over. */
  drained(callback: () => void): void;
  close(): void;
}

export interface UdpSocketEvents {
  /** Connected and ready to send, or why not; never before the opener has returned. */
  readonly onOpen: (errorCode: string | null) => void;
  /** What the kernel said to a send that failed. */
  readonly onSendFailed: (id: number, errorCode: string) => void;
  /** `bytes` may change after the call. */
  readonly onDatagram: (bytes: Uint8Array, receipt: Receipt) => void;
  /** An error the network reported: ICMP. */
  readonly onError: () => void;
}

/** When a datagram came. */
export interface Receipt {
  /** Monotonic milliseconds. */
  readonly atMs: number;
  /** When it was seen. */
  readonly seenAtMs: number;
  /** Wall minus monotonic time when it was seen; `null`: `atMs` is not the kernel's, but when it was seen. */
  readonly wallOffsetMs: number | null;
}

export interface UdpSockets {
  /** Wall minus monotonic time, now; `null` where receive times are not the kernel's. */
  wallOffsetMs(): number | null;
  open(endpoint: Endpoint, events: UdpSocketEvents): UdpSocket;
  /** One more attempt waits for a reply, or one less: while any does, sockets are looked at. */
  awaitOneMore(): void;
  awaitOneLess(): void;
  close(): void;
}
