import { createRequire } from 'node:module';
import type { Socket as StreamSocket } from 'node:net';
import { endianness } from 'node:os';
import { getSystemErrorName } from 'node:util';

import type * as Koffi from 'koffi';

import type { Endpoint } from './endpoint.js';
import { addressBytes, ADDRESS_BYTES, portOfAddress } from './socket-address.js';

/**
 * Sockets of the Linux kernel without Node.js in between: it tells when each datagram came, which
 * query an ICMP error is about and what a full buffer lost, and a query costs a fraction of what it
 * costs by way of `node:dgram`. Every call is made at once and never waits. Error codes are names
 * such as `ECONNREFUSED`.
 */
export interface KernelSockets {
  /** A UDP socket connected to an endpoint, its receive times switched on. */
  openUdp(endpoint: Endpoint): { readonly fd: number } | { readonly errorCode: string };
  close(fd: number): void;
  /** `null`: sent. */
  send(fd: number, bytes: Uint8Array): string | null;
  /** The next datagram that has come; `null` if there is none, or in its place a pending error. */
  receive(fd: number): Received | null;
  localPort(fd: number): number | null;
  /** The payloads of sent datagrams for which ICMP errors came, in order; the queue is empty afterwards. */
  takeUnreachable(fd: number): readonly Uint8Array[];
  /** Datagrams that the kernel threw away because the socket's buffer was full, so far. */
  drops(fd: number): number;
  /** Tells which of many sockets have something to read. */
  openReadiness(): Readiness | null;
  /** Wall time as the kernel stamps datagrams with it: milliseconds since `wallBaseMs`, so that nanoseconds fit. */
  readonly wallMs: () => number;
  /** How long ago, in milliseconds, a TCP connection received data last; the kernel counts in ticks of 1 to 10 ms. */
  streamReceivedAgoMs(fd: number): number | null;
}

export interface Received {
  /** In memory that the next call reuses; empty where `errorCode` is given. */
  readonly bytes: Uint8Array;
  /** On the clock of `wallMs`; `null` if the kernel did not say. */
  readonly atWallMs: number | null;
  readonly errorCode: string | null;
}

export interface Readiness {
  /** `tag`, a positive integer, is what `ready` tells. */
  add(fd: number, tag: number): string | null;
  /** Tags of sockets with a datagram or an error, at most 256; each until it is read. */
  ready(): readonly number[];
  close(): void;
}

// Constants of the generic Linux ABI, which these architectures share (asm-generic/socket.h and others).
const ARCHITECTURES = new Set(['x64', 'arm64', 'riscv64', 'loong64']);
const AF_INET = 2;
const AF_INET6 = 10;
const SOCK_DGRAM_NONBLOCK_CLOEXEC = 2 | 0o4000 | 0o2000000;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const SO_RCVBUFFORCE = 33;
const SO_TIMESTAMPNS = 35;
const SO_MEMINFO = 55;
const SK_MEMINFO_DROPS = 8;
const IPPROTO_IP = 0;
const IP_RECVERR = 11;
const IPPROTO_IPV6 = 41;
const IPV6_RECVERR = 25;
const IPPROTO_TCP = 6;
const TCP_INFO = 11;
const TCPI_LAST_DATA_RECV = 52;
const CLOCK_REALTIME = 0;
const MSG_DONTWAIT = 0x40;
const MSG_DONTWAIT_ERRQUEUE = 0x2040;
const EPOLL_CLOEXEC = 0o2000000;
const EPOLL_CTL_ADD = 1;
const EPOLLIN = 1;
/** The kernel packs `struct epoll_event` on x86-64 only. */
const EPOLL_EVENT = process.arch === 'x64' ? { bytes: 12, tagAt: 4 } : { bytes: 16, tagAt: 8 };
const MAX_READY = 256;
const MAX_QUEUED_ERRORS = 1_024;
/** Room for a burst while the event loop stands still. */
const RECEIVE_BUFFER_BYTES = 1 << 20;
const LARGEST_DATAGRAM = 65_535;

/** `null` where the platform or the optional library `koffi` does not offer it. */
export function loadKernelSockets(): KernelSockets | null {
  if (process.platform !== 'linux' || !ARCHITECTURES.has(process.arch) || endianness() !== 'LE') return null;
  try {
    return bindKernelSockets(createRequire(import.meta.url)('koffi') as typeof Koffi);
  } catch {
    return null; // an optional dependency: absent, or not built for this platform
  }
}

/** The descriptor below a TCP socket, which Node.js does not tell; `null` if this version keeps it elsewhere. */
export function streamDescriptor(socket: StreamSocket): number | null {
  const fd = (socket as unknown as { _handle?: { fd?: unknown } | null })._handle?.fd;
  return typeof fd === 'number' && fd >= 0 ? fd : null;
}

function bindKernelSockets(koffi: typeof Koffi): KernelSockets {
  const libc = koffi.load(null);
  const socket = libc.func('int socket(int, int, int)') as (family: number, type: number, protocol: number) => number;
  const close = libc.func('int close(int)') as (fd: number) => number;
  const bindTo = libc.func('int bind(int, uint8_t *, uint32_t)') as WithAddress;
  const connect = libc.func('int connect(int, uint8_t *, uint32_t)') as WithAddress;
  const getsockname = libc.func('int getsockname(int, uint8_t *, uint32_t *)') as (
    fd: number,
    address: Uint8Array,
    size: Uint32Array,
  ) => number;
  const send = libc.func('int64_t send(int, uint8_t *, size_t, int)') as (
    fd: number,
    bytes: Uint8Array,
    size: number,
    flags: number,
  ) => number;
  const recv = libc.func('int64_t recv(int, uint8_t *, size_t, int)') as (
    fd: number,
    bytes: Uint8Array,
    size: number,
    flags: number,
  ) => number;
  const recvmsg = libc.func('int64_t recvmsg(int, uint8_t *, int)') as (
    fd: number,
    message: Uint8Array,
    flags: number,
  ) => number;
  const setsockopt = libc.func('int setsockopt(int, int, int, int32_t *, uint32_t)') as (
    fd: number,
    level: number,
    name: number,
    value: Int32Array,
    size: number,
  ) => number;
  const getsockopt = libc.func('int getsockopt(int, int, int, uint8_t *, uint32_t *)') as (
    fd: number,
    level: number,
    name: number,
    value: Uint8Array,
    size: Uint32Array,
  ) => number;
  const clockGettime = libc.func('int clock_gettime(int, uint32_t *)') as (clock: number, time: Uint32Array) => number;
  const epollCreate = libc.func('int epoll_create1(int)') as (flags: number) => number;
  const epollCtl = libc.func('int epoll_ctl(int, int, int, uint8_t *)') as (
    epoll: number,
    operation: number,
    fd: number,
    event: Uint8Array,
  ) => number;
  const epollWait = libc.func('int epoll_wait(int, uint8_t *, int, int)') as (
    epoll: number,
    events: Uint8Array,
    size: number,
    timeoutMs: number,
  ) => number;
  const addressOf = libc.func('uint64_t memcpy(uint8_t *, uint8_t *, size_t)') as (
    to: Uint8Array,
    from: Uint8Array,
    size: number,
  ) => number | bigint;

  const errorCode = (): string => getSystemErrorName(-koffi.errno());
  const isSet = (fd: number, level: number, name: number, value: number): boolean =>
    setsockopt(fd, level, name, Int32Array.of(value), 4) === 0;

  const time = new Uint32Array(4);
  clockGettime(CLOCK_REALTIME, time);
  const baseSeconds = time[0] ?? 0;
  if (Math.abs(baseSeconds - Date.now() / 1e3) > 2) throw new Error('clock_gettime does not tell the time');
  const wallOf = (seconds: number, nanoseconds: number): number => (seconds - baseSeconds) * 1e3 + nanoseconds / 1e6;

  const option = new Uint8Array(256);
  const optionView = new DataView(option.buffer);
  const optionSize = new Uint32Array(1);
  const readOption = (fd: number, level: number, name: number, offset: number): number | null => {
    optionSize[0] = option.length;
    const isRead = getsockopt(fd, level, name, option, optionSize) === 0 && optionSize[0] >= offset + 4;
    return isRead ? optionView.getUint32(offset, true) : null;
  };

  const message = new MessageHeader((bytes) => Number(addressOf(bytes, bytes, 0)));
  const payload = new Uint8Array(512);
  const nothing = new Uint8Array(0);

  const configured = (fd: number, { address, port, source }: Endpoint): boolean => {
    const isIpv6 = address.includes(':');
    // The first works for root only and beyond the system's limit, the second up to that.
    if (!isSet(fd, SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_BUFFER_BYTES))
      isSet(fd, SOL_SOCKET, SO_RCVBUF, RECEIVE_BUFFER_BYTES);
    const [level, name] = isIpv6 ? [IPPROTO_IPV6, IPV6_RECVERR] : [IPPROTO_IP, IP_RECVERR];
    const from = source === undefined ? null : addressBytes(source, 0);
    const to = addressBytes(address, port);
    return (
      isSet(fd, SOL_SOCKET, SO_TIMESTAMPNS, 1) &&
      isSet(fd, level, name, 1) &&
      (from === null || bindTo(fd, from, from.length) === 0) &&
      connect(fd, to, to.length) === 0
    );
  };

  return {
    openUdp: (endpoint) => {
      const fd = socket(endpoint.address.includes(':') ? AF_INET6 : AF_INET, SOCK_DGRAM_NONBLOCK_CLOEXEC, 0);
      if (fd < 0) return { errorCode: errorCode() };
      if (configured(fd, endpoint)) return { fd };
      const failure = { errorCode: errorCode() };
      close(fd);
      return failure;
    },
    close: (fd) => void close(fd),
    send: (fd, bytes) => (send(fd, bytes, bytes.length, MSG_DONTWAIT) >= 0 ? null : errorCode()),
    receive: (fd) => {
      message.reset();
      const length = recvmsg(fd, message.header, MSG_DONTWAIT);
      if (length >= 0) return { bytes: message.bytes(length), atWallMs: message.stamp(wallOf), errorCode: null };
      const code = errorCode();
      return code === 'EAGAIN' || code === 'EINTR' ? null : { bytes: nothing, atWallMs: null, errorCode: code };
    },
    localPort: (fd) => {
      const address = new Uint8Array(ADDRESS_BYTES);
      optionSize[0] = address.length;
      return getsockname(fd, address, optionSize) === 0 ? portOfAddress(address) : null;
    },
    takeUnreachable: (fd) => {
      const payloads: Uint8Array[] = [];
      while (payloads.length < MAX_QUEUED_ERRORS) {
        const length = recv(fd, payload, payload.length, MSG_DONTWAIT_ERRQUEUE);
        if (length < 0) break;
        payloads.push(payload.slice(0, length));
      }
      return payloads;
    },
    drops: (fd) => readOption(fd, SOL_SOCKET, SO_MEMINFO, SK_MEMINFO_DROPS * 4) ?? 0,
    openReadiness: () => {
      const epoll = epollCreate(EPOLL_CLOEXEC);
      if (epoll < 0) return null;
      const events = new Uint8Array(MAX_READY * EPOLL_EVENT.bytes);
      const eventsView = new DataView(events.buffer);
      const event = new Uint8Array(EPOLL_EVENT.bytes);
      const eventView = new DataView(event.buffer);
      return {
        add: (fd, tag) => {
          eventView.setUint32(0, EPOLLIN, true);
          eventView.setUint32(EPOLL_EVENT.tagAt, tag, true);
          return epollCtl(epoll, EPOLL_CTL_ADD, fd, event) === 0 ? null : errorCode();
        },
        ready: () => {
          const count = epollWait(epoll, events, MAX_READY, 0);
          const tags: number[] = [];
          for (let i = 0; i < count; i++)
            tags.push(eventsView.getUint32(i * EPOLL_EVENT.bytes + EPOLL_EVENT.tagAt, true));
          return tags;
        },
        close: () => void close(epoll),
      };
    },
    wallMs: () => (clockGettime(CLOCK_REALTIME, time) === 0 ? wallOf(time[0] ?? 0, time[2] ?? 0) : NaN),
    streamReceivedAgoMs: (fd) => readOption(fd, IPPROTO_TCP, TCP_INFO, TCPI_LAST_DATA_RECV),
  };
}

type WithAddress = (fd: number, address: Uint8Array, size: number) => number;

/** A `struct msghdr` (64 bits) with room for one datagram and the control messages that come along. */
class MessageHeader {
  readonly header = new Uint8Array(56);
  readonly #view = new DataView(this.header.buffer);
  readonly #data = new Uint8Array(LARGEST_DATAGRAM);
  readonly #control = new Uint8Array(512);
  readonly #controlView = new DataView(this.#control.buffer);
  readonly #views = new Array<Uint8Array | undefined>(4_096);
  /** `struct iovec`; kept, because the header points at it. */
  readonly #vector = new Uint8Array(16);

  constructor(addressOf: (bytes: Uint8Array) => number) {
    const vectorView = new DataView(this.#vector.buffer);
    vectorView.setBigUint64(0, BigInt(addressOf(this.#data)), true);
    vectorView.setBigUint64(8, BigInt(this.#data.length), true);
    this.#view.setBigUint64(16, BigInt(addressOf(this.#vector)), true);
    this.#view.setBigUint64(24, 1n, true);
    this.#view.setBigUint64(32, BigInt(addressOf(this.#control)), true);
  }

  /** Before each use: the kernel overwrites how much room there is. */
  reset(): void {
    this.#view.setUint32(40, this.#control.length, true);
    this.#view.setUint32(48, 0, true);
  }

  /** Most replies are of a few lengths: their views are made once. */
  bytes(length: number): Uint8Array {
    if (length >= this.#views.length) return this.#data.subarray(0, length);
    return (this.#views[length] ??= this.#data.subarray(0, length));
  }

  /** The receive time among the control messages: `struct cmsghdr`, then a `struct timespec` of two words. */
  stamp(wallOf: (seconds: number, nanoseconds: number) => number): number | null {
    const end = this.#view.getUint32(40, true);
    for (let at = 0; at + 16 <= end;) {
      const length = this.#controlView.getUint32(at, true);
      const isStamp =
        this.#controlView.getUint32(at + 8, true) === SOL_SOCKET &&
        this.#controlView.getUint32(at + 12, true) === SO_TIMESTAMPNS;
      if (isStamp && length >= 32)
        return wallOf(this.#controlView.getUint32(at + 16, true), this.#controlView.getUint32(at + 24, true));
      at += Math.max(16, (length + 7) & ~7);
    }
    return null;
  }
}
