import type { Endpoint } from '../endpoint.js';

/** A UDP socket for one resolver. */
export interface UdpSocket {
  /** `null` before it is open, or if unknown. */
  localPort(): number | null;
  /** Sends at once; what the kernel has against it is told by `onSendFailed`, now or soon. `bytes` may change afterwards. */
  send(bytes: Uint8Array, id: number): void;
  /** The ICMP errors that came, each with the datagram it is about; `null` if this platform does not tell. */
  takeUnreachable(): readonly Unreachable[] | null;
  /** Whether datagrams that came between these times (monotonic milliseconds) were lost to a full receive buffer. */
  hasLost(fromMs: number, toMs: number): boolean;
  /** Calls back once everything that has come up to now has been handed over. */
  drained(callback: () => void): void;
  close(): void;
}

export interface UdpSocketEvents {
  /** Ready to send, or why not; never before the opener has returned. */
  onOpen(errorCode: string | null): void;
  /** What the kernel said to a send that failed. */
  onSendFailed(id: number, errorCode: string): void;
  /** `bytes` and `receipt` may change after the call. */
  onDatagram(bytes: Uint8Array, receipt: Receipt): void;
  /** A datagram that somebody else sent; not told where the kernel keeps them away. */
  onStranger(): void;
  /** An error the network reported: ICMP. */
  onError(): void;
}

/** When a datagram came, by the clocks at hand. Where there is no stamp, the last three are NaN. */
export interface Receipt {
  /** When it was seen: monotonic milliseconds. */
  readonly seenAtMs: number;
  readonly isStamped: boolean;
  /** The kernel's stamp, on the wall clock. */
  readonly atWallMs: number;
  /** Wall minus monotonic time, now. */
  readonly wallOffsetMs: number;
  /** Monotonic: when nothing lay in any socket, last. */
  readonly emptyAtMs: number;
}

/** Of a datagram that no kernel stamped. */
export function unstamped(seenAtMs: number): Receipt {
  return { seenAtMs, isStamped: false, atWallMs: NaN, wallOffsetMs: NaN, emptyAtMs: NaN };
}

/** An ICMP error. */
export interface Unreachable {
  /** The first bytes of the datagram it is about. */
  readonly payload: Uint8Array;
  /** `ECONNREFUSED`: the resolver itself says that its port is closed; others come from routers. */
  readonly errorCode: string;
  readonly receipt: Receipt;
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
