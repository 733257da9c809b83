import type { Socket as DatagramSocket } from 'node:dgram';
import { createRequire } from 'node:module';
import type { Socket as StreamSocket } from 'node:net';

import type * as Koffi from 'koffi';

/** What the Linux kernel knows of a socket and Node.js does not tell. */
export interface KernelSockets {
  /** Turns receive times and the queue of ICMP errors on; `false` if this socket cannot be reached. Before the first send. */
  prepare(fd: number, family: 4 | 6): boolean;
  /** How long ago, in milliseconds, the datagram read last had been received; `null` if the kernel does not say. */
  receivedAgoMs(fd: number): number | null;
  /** Wall time, milliseconds since the epoch; to notice that somebody sets the clock. */
  readonly wallMs: () => number;
  /** The payloads of sent datagrams for which ICMP errors came, in order; the queue is empty afterwards. */
  takeUnreachable(fd: number): readonly Uint8Array[];
  /** Datagrams that the kernel threw away because the socket's buffer was full, so far. */
  drops(fd: number): number;
  /** How long ago, in milliseconds, a TCP connection received data last; the kernel counts in ticks of 1 to 10 ms. */
  streamReceivedAgoMs(fd: number): number | null;
}

// Constants of the generic Linux ABI, which these architectures share (asm-generic/socket.h, linux/sockios.h).
const ARCHITECTURES = new Set(['x64', 'arm64', 'riscv64', 'loong64']);
const SIOCGSTAMPNS = 0x8907;
const CLOCK_REALTIME = 0;
const IPPROTO_IP = 0;
const IP_RECVERR = 11;
const IPPROTO_IPV6 = 41;
const IPV6_RECVERR = 25;
const MSG_DONTWAIT_ERRQUEUE = 0x2040;
const SOL_SOCKET = 1;
const SO_MEMINFO = 55;
const SK_MEMINFO_DROPS = 8;
const IPPROTO_TCP = 6;
const TCP_INFO = 11;
const TCPI_LAST_DATA_RECV = 52;
const MAX_QUEUED_ERRORS = 1_024;

/** `null` where the platform or the optional library `koffi` does not offer it. */
export function loadKernelSockets(): KernelSockets | null {
  if (process.platform !== 'linux' || !ARCHITECTURES.has(process.arch)) return null;
  try {
    return bindKernelSockets(createRequire(import.meta.url)('koffi') as typeof Koffi);
  } catch {
    return null; // an optional dependency: absent, or not built for this platform
  }
}

/** The descriptor below a dgram socket, which Node.js keeps behind a symbol; `null` if this version keeps it elsewhere. */
export function datagramDescriptor(socket: DatagramSocket): number | null {
  const symbol = Object.getOwnPropertySymbols(socket).find((candidate) => candidate.description === 'state symbol');
  const state = symbol && (socket as unknown as Record<symbol, { handle?: { fd?: unknown } } | undefined>)[symbol];
  return validDescriptor(state?.handle?.fd);
}

export function streamDescriptor(socket: StreamSocket): number | null {
  return validDescriptor((socket as unknown as { _handle?: { fd?: unknown } | null })._handle?.fd);
}

function validDescriptor(fd: unknown): number | null {
  return typeof fd === 'number' && fd >= 0 ? fd : null;
}

function bindKernelSockets(koffi: typeof Koffi): KernelSockets {
  const libc = koffi.load(null);
  const ioctl = libc.func('int ioctl(int fd, unsigned long request, _Out_ int64_t *time)') as NativeIoctl;
  const clockGettime = libc.func('int clock_gettime(int clock, _Out_ int64_t *time)') as NativeClock;
  const setsockopt = libc.func(
    'int setsockopt(int fd, int level, int name, int32_t *value, uint32_t size)',
  ) as NativeSet;
  const getsockopt = libc.func(
    'int getsockopt(int fd, int level, int name, _Out_ uint8_t *value, _Inout_ uint32_t *size)',
  ) as NativeGet;
  const recv = libc.func('int64_t recv(int fd, _Out_ uint8_t *bytes, size_t size, int flags)') as NativeRecv;

  const time = new BigInt64Array(2);
  const received = new BigInt64Array(2);
  const payload = new Uint8Array(512);
  const option = new Uint8Array(256);
  const optionSize = new Uint32Array(1);
  const optionView = new DataView(option.buffer);
  const readOption = (fd: number, level: number, name: number, offset: number): number | null => {
    optionSize[0] = option.length;
    const isRead = getsockopt(fd, level, name, option, optionSize) === 0 && optionSize[0] >= offset + 4;
    return isRead ? optionView.getUint32(offset, true) : null;
  };
  const wallMs = (): number => (clockGettime(CLOCK_REALTIME, time) === 0 ? milliseconds(time) : NaN);
  if (Math.abs(wallMs() - Date.now()) > 1_000) throw new Error('clock_gettime does not tell the time');

  return {
    prepare: (fd, family) => {
      ioctl(fd, SIOCGSTAMPNS, received); // the first call fails with ENOENT and turns timestamps on
      const [level, name] = family === 4 ? [IPPROTO_IP, IP_RECVERR] : [IPPROTO_IPV6, IPV6_RECVERR];
      return setsockopt(fd, level, name, Int32Array.of(1), 4) === 0;
    },
    receivedAgoMs: (fd) => {
      if (ioctl(fd, SIOCGSTAMPNS, received) !== 0) return null;
      clockGettime(CLOCK_REALTIME, time);
      return differenceMs(time, received);
    },
    wallMs,
    takeUnreachable: (fd) => {
      const payloads: Uint8Array[] = [];
      while (payloads.length < MAX_QUEUED_ERRORS) {
        const length = Number(recv(fd, payload, payload.length, MSG_DONTWAIT_ERRQUEUE));
        if (length < 0) break;
        payloads.push(payload.slice(0, length));
      }
      return payloads;
    },
    drops: (fd) => readOption(fd, SOL_SOCKET, SO_MEMINFO, SK_MEMINFO_DROPS * 4) ?? 0,
    streamReceivedAgoMs: (fd) => readOption(fd, IPPROTO_TCP, TCP_INFO, TCPI_LAST_DATA_RECV),
  };
}

type NativeIoctl = (fd: number, request: number, time: BigInt64Array) => number;
type NativeClock = (clock: number, time: BigInt64Array) => number;
type NativeSet = (fd: number, level: number, name: number, value: Int32Array, size: number) => number;
type NativeGet = (fd: number, level: number, name: number, value: Uint8Array, size: Uint32Array) => number;
type NativeRecv = (fd: number, bytes: Uint8Array, size: number, flags: number) => number | bigint;

function milliseconds(time: BigInt64Array): number {
  return Number(time[0] ?? 0n) * 1e3 + Number(time[1] ?? 0n) / 1e6;
}

/** Subtracted before anything is rounded: a double has no room for nanoseconds since the epoch. */
function differenceMs(later: BigInt64Array, earlier: BigInt64Array): number {
  const seconds = (later[0] ?? 0n) - (earlier[0] ?? 0n);
  const nanoseconds = (later[1] ?? 0n) - (earlier[1] ?? 0n);
  return Number(seconds) * 1e3 + Number(nanoseconds) / 1e6;
}
