import { createRequire } from 'node:module';
import type { Socket as StreamSocket } from 'node:net';
import { endianness } from 'node:os';
import { getSystemErrorName } from 'node:util';

import type * as Koffi from 'koffi';

import { type Endpoint, familyOf } from '../endpoint.js';
import { type BoundLibc, bindLibc } from './libc.js';
import {
  AF_INET,
  AF_INET6,
  ARCHITECTURES,
  CLOCK_REALTIME,
  IP_RECVERR,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPV6_RECVERR,
  IPV6_V6ONLY,
  MSG_DONTWAIT,
  MSG_ERRQUEUE,
  SK_MEMINFO_DROPS,
  SO_MEMINFO,
  SO_RCVBUF,
  SO_RCVBUFFORCE,
  SO_TIMESTAMPNS,
  SOCK_DGRAM_NONBLOCK_CLOEXEC,
  SOL_SOCKET,
  TCP_INFO,
  TCPI_LAST_DATA_RECV,
} from './linux.js';
import { MessageHeader } from './message-header.js';
import { openReadiness, type Readiness } from './readiness.js';
import { ADDRESS_BYTES, addressBytes, anyAddressLike, portOfAddress } from './socket-address.js';

/**
 * Sockets of the Linux kernel without Node.js in between: it tells when each datagram came, which
 * query an ICMP error is about and what a full buffer lost, and a query costs a fraction of what it
 * costs by way of `node:dgram`. Every call but `sleep` is made at once and never waits. Error codes
 * are names such as `ECONNREFUSED`.
 */
export interface KernelSockets {
  /** A UDP socket for one endpoint, with a port of its own, its receive times switched on. */
  openUdp(endpoint: Endpoint): { readonly socket: OpenedUdp } | { readonly errorCode: string };
  close(fd: number): void;
  /** `null`: sent. */
  send(socket: OpenedUdp, bytes: Uint8Array): string | null;
  /** The next datagram that has come; `null` if there is none, or in its place a pending error. */
  receive(socket: OpenedUdp): Received | null;
  localPort(fd: number): number | null;
  /** The ICMP errors that came for what was sent to the endpoint, in order; the queue is empty afterwards. */
  takeUnreachable(socket: OpenedUdp): readonly UnreachableDatagram[];
  /** Datagrams that the kernel threw away because the socket's buffer was full, so far. */
  drops(fd: number): number;
  /** Lets whoever waits for this core have it first, as somebody does who waits for a reply. */
  yieldCore(): void;
  /** Holds this thread up for so long, or a little longer; less than a second. */
  readonly sleep: (ms: number) => void;
  /** Tells which of many sockets have something to read. */
  openReadiness(): Readiness | null;
  /** Wall time as the kernel stamps datagrams with it: milliseconds since a fixed instant, so that nanoseconds fit. */
  readonly wallMs: () => number;
  /** How long ago, in milliseconds, a TCP connection received data last; the kernel counts in ticks of 1 to 10 ms. */
  streamReceivedAgoMs(fd: number): number | null;
}

/**
 * It is not connected, since the kernel would throw away what comes from anybody but the endpoint,
 * and nobody would know that somebody tries to forge replies.
 */
export interface OpenedUdp {
  readonly fd: number;
  /** The endpoint as a `struct sockaddr_in` or `sockaddr_in6`. */
  readonly peer: Uint8Array;
}

export interface Received {
  /** In memory that the next call reuses; empty where `errorCode` is given. */
  readonly bytes: Uint8Array;
  /** The endpoint sent it. */
  readonly isFromPeer: boolean;
  /** On the clock of `wallMs`; `null` if the kernel did not say. */
  readonly atWallMs: number | null;
  readonly errorCode: string | null;
}

export interface UnreachableDatagram {
  /** The first bytes of what was sent; as much of it as came back. */
  readonly payload: Uint8Array;
  /** Such as `ECONNREFUSED`: the port is closed. */
  readonly errorCode: string;
  /** When the ICMP message came, on the clock of `wallMs`; `null` if the kernel did not say. */
  readonly atWallMs: number | null;
}

/** Enough of a query to know its id by. */
const KEPT_PAYLOAD_BYTES = 64;
const MAX_QUEUED_ERRORS = 1_024;
/** Room for a burst while the event loop stands still. */
const RECEIVE_BUFFER_BYTES = 1 << 20;
const NOTHING = new Uint8Array(0);

/** `null` where the platform or the optional library `koffi` does not offer it. */
export function loadKernelSockets(): KernelSockets | null {
  if (process.platform !== 'linux' || !ARCHITECTURES.has(process.arch) || endianness() !== 'LE') return null;
  try {
    return new LinuxSockets(bindLibc(createRequire(import.meta.url)('koffi') as typeof Koffi));
  } catch {
    return null; // an optional dependency: absent, or not built for this platform
  }
}

/** The descriptor below a TCP socket, which Node.js does not tell; `null` if this version keeps it elsewhere. */
export function streamDescriptor(socket: StreamSocket): number | null {
  const fd = (socket as unknown as { _handle?: { fd?: unknown } | null })._handle?.fd;
  return typeof fd === 'number' && fd >= 0 ? fd : null;
}

class LinuxSockets implements KernelSockets {
  readonly #libc: BoundLibc;
  readonly #message: MessageHeader;
  readonly #option = new Uint8Array(256);
  readonly #optionView = new DataView(this.#option.buffer);
  readonly #address = new Uint8Array(ADDRESS_BYTES);
  readonly #value = new Int32Array(1);
  readonly #size = new Uint32Array(1);
  readonly #time = new Uint32Array(4);
  readonly #pause = new Uint32Array(4);
  readonly #baseSeconds: number;

  constructor(libc: BoundLibc) {
    this.#libc = libc;
    this.#message = new MessageHeader(libc.addressOf);
    libc.calls.clock_gettime(CLOCK_REALTIME, this.#time);
    this.#baseSeconds = this.#time[0] ?? 0;
    if (Math.abs(this.#baseSeconds - Date.now() / 1e3) > 2) throw new Error('clock_gettime does not tell the time');
  }

  openUdp(endpoint: Endpoint): ReturnType<KernelSockets['openUdp']> {
    const family = familyOf(endpoint) === 6 ? AF_INET6 : AF_INET;
    const fd = this.#libc.calls.socket(family, SOCK_DGRAM_NONBLOCK_CLOEXEC, 0);
    if (fd < 0) return { errorCode: this.#libc.errorCode() };
    if (this.#isSetUp(fd, endpoint)) return { socket: { fd, peer: addressBytes(endpoint.address, endpoint.port) } };
    const failure = { errorCode: this.#libc.errorCode() };
    this.close(fd);
    return failure;
  }

  close(fd: number): void {
    this.#libc.calls.close(fd);
  }

  send({ fd, peer }: OpenedUdp, bytes: Uint8Array): string | null {
    const sent = this.#libc.calls.sendto(fd, bytes, bytes.length, MSG_DONTWAIT, peer, peer.length);
    return sent >= 0 ? null : this.#libc.errorCode();
  }

  receive({ fd, peer }: OpenedUdp): Received | null {
    const message = this.#message;
    message.reset();
    const length = this.#libc.calls.recvmsg(fd, message.header, MSG_DONTWAIT);
    if (length < 0) return this.#failedReceive();
    const atWallMs = message.stamp(this.#wallOf);
    return { bytes: message.bytes(length), isFromPeer: message.isOf(peer), atWallMs, errorCode: null };
  }

  #failedReceive(): Received | null {
    const errorCode = this.#libc.errorCode();
    if (errorCode === 'EAGAIN' || errorCode === 'EINTR') return null;
    return { bytes: NOTHING, isFromPeer: false, atWallMs: null, errorCode };
  }

  localPort(fd: number): number | null {
    const address = this.#address;
    this.#size[0] = address.length;
    return this.#libc.calls.getsockname(fd, address, this.#size) === 0 ? portOfAddress(address) : null;
  }

  takeUnreachable({ fd, peer }: OpenedUdp): readonly UnreachableDatagram[] {
    const message = this.#message;
    const taken: UnreachableDatagram[] = [];
    for (let read = 0; read < MAX_QUEUED_ERRORS; read++) {
      message.reset();
      const length = this.#libc.calls.recvmsg(fd, message.header, MSG_DONTWAIT | MSG_ERRQUEUE);
      if (length < 0) break;
      if (!message.isOf(peer)) continue; // an error about what we never sent
      const payload = message.bytes(Math.min(length, KEPT_PAYLOAD_BYTES)).slice();
      const errorCode = getSystemErrorName(-(message.errorNumber() ?? 0));
      taken.push({ payload, errorCode, atWallMs: message.stamp(this.#wallOf) });
    }
    return taken;
  }

  drops(fd: number): number {
    return this.#readOption(fd, SOL_SOCKET, SO_MEMINFO, SK_MEMINFO_DROPS * 4) ?? 0;
  }

  yieldCore(): void {
    this.#libc.calls.sched_yield();
  }

  readonly sleep = (ms: number): void => {
    this.#pause[2] = ms * 1e6;
    this.#libc.calls.nanosleep(this.#pause, null);
  };

  openReadiness(): Readiness | null {
    return openReadiness(this.#libc);
  }

  readonly wallMs = (): number => {
    const time = this.#time;
    return this.#libc.calls.clock_gettime(CLOCK_REALTIME, time) === 0 ? this.#wallOf(time[0] ?? 0, time[2] ?? 0) : NaN;
  };

  streamReceivedAgoMs(fd: number): number | null {
    return this.#readOption(fd, IPPROTO_TCP, TCP_INFO, TCPI_LAST_DATA_RECV);
  }

  readonly #wallOf = (seconds: number, nanoseconds: number): number =>
    (seconds - this.#baseSeconds) * 1e3 + nanoseconds / 1e6;

  #isSetUp(fd: number, endpoint: Endpoint): boolean {
    const { address, source } = endpoint;
    // The first works for root only and beyond the system's limit, the second up to that.
    if (!this.#isSet(fd, SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_BUFFER_BYTES))
      this.#isSet(fd, SOL_SOCKET, SO_RCVBUF, RECEIVE_BUFFER_BYTES);
    const [level, name] = familyOf(endpoint) === 6 ? [IPPROTO_IPV6, IPV6_RECVERR] : [IPPROTO_IP, IP_RECVERR];
    const from = source === undefined ? anyAddressLike(address) : addressBytes(source, 0);
    return (
      this.#isSet(fd, SOL_SOCKET, SO_TIMESTAMPNS, 1) &&
      this.#isSet(fd, level, name, 1) &&
      (level === IPPROTO_IP || this.#isSet(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1)) &&
      this.#libc.calls.bind(fd, from, from.length) === 0
    );
  }

  #isSet(fd: number, level: number, name: number, value: number): boolean {
    this.#value[0] = value;
    return this.#libc.calls.setsockopt(fd, level, name, this.#value, 4) === 0;
  }

  #readOption(fd: number, level: number, name: number, offset: number): number | null {
    this.#size[0] = this.#option.length;
    const status = this.#libc.calls.getsockopt(fd, level, name, this.#option, this.#size);
    return status === 0 && this.#size[0] >= offset + 4 ? this.#optionView.getUint32(offset, true) : null;
  }
}
