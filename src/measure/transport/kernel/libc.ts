import { getSystemErrorName } from 'node:util';

import type * as Koffi from 'koffi';

/** The calls of the C library that we make, by their names there; each but `nanosleep` returns at once. */
export interface Libc {
  readonly socket: (family: number, type: number, protocol: number) => number;
  readonly close: (fd: number) => number;
  readonly bind: (fd: number, address: Uint8Array, size: number) => number;
  readonly getsockname: (fd: number, address: Uint8Array, size: Uint32Array) => number;
  readonly sendto: (
    fd: number,
    bytes: Uint8Array,
    size: number,
    flags: number,
    address: Uint8Array,
    addressSize: number,
  ) => number;
  readonly recvmsg: (fd: number, message: Uint8Array, flags: number) => number;
  readonly setsockopt: (fd: number, level: number, name: number, value: Int32Array, size: number) => number;
  readonly getsockopt: (fd: number, level: number, name: number, value: Uint8Array, size: Uint32Array) => number;
  /** Seconds are the first two words (the low one first), nanoseconds the others. */
  readonly clock_gettime: (clock: number, time: Uint32Array) => number;
  readonly sched_yield: () => number;
  /** Times as of `clock_gettime`; what was left of it is not asked for. */
  readonly nanosleep: (time: Uint32Array, left: null) => number;
  readonly epoll_create1: (flags: number) => number;
  readonly epoll_ctl: (epoll: number, operation: number, fd: number, event: Uint8Array) => number;
  readonly epoll_wait: (epoll: number, events: Uint8Array, size: number, timeoutMs: number) => number;
}

export interface BoundLibc {
  readonly calls: Libc;
  /** Where memory lies that is not moved: what is allocated outside of the heap, as all that was handed to a call. */
  readonly addressOf: (bytes: Uint8Array) => bigint;
  /** The name of the last call's error, such as `ECONNREFUSED`. */
  readonly errorCode: () => string;
}

/** Prototypes of a 64-bit Linux: `size_t` has 64 bits, pointers to structures are given as bytes. */
const PROTOTYPES: Readonly<Record<keyof Libc, string>> = {
  socket: 'int socket(int, int, int)',
  close: 'int close(int)',
  bind: 'int bind(int, uint8_t *, uint32_t)',
  getsockname: 'int getsockname(int, uint8_t *, uint32_t *)',
  sendto: 'int64_t sendto(int, uint8_t *, size_t, int, uint8_t *, uint32_t)',
  recvmsg: 'int64_t recvmsg(int, uint8_t *, int)',
  setsockopt: 'int setsockopt(int, int, int, int32_t *, uint32_t)',
  getsockopt: 'int getsockopt(int, int, int, uint8_t *, uint32_t *)',
  clock_gettime: 'int clock_gettime(int, uint32_t *)',
  sched_yield: 'int sched_yield()',
  nanosleep: 'int nanosleep(uint32_t *, uint32_t *)',
  epoll_create1: 'int epoll_create1(int)',
  epoll_ctl: 'int epoll_ctl(int, int, int, uint8_t *)',
  epoll_wait: 'int epoll_wait(int, uint8_t *, int, int)',
};

/** Throws where the library or one of the calls is missing. */
export function bindLibc(koffi: typeof Koffi): BoundLibc {
  const library = koffi.load(null);
  const calls = Object.fromEntries(
    Object.entries(PROTOTYPES).map(([name, prototype]) => [name, library.func(prototype)]),
  ) as unknown as Libc;
  // Copies nothing and returns where it would have copied to.
  const memcpy = library.func('uint64_t memcpy(uint8_t *, uint8_t *, size_t)') as (
    to: Uint8Array,
    from: Uint8Array,
    size: number,
  ) => number | bigint;
  return {
    calls,
    addressOf: (bytes) => BigInt(memcpy(bytes, bytes, 0)),
    errorCode: () => getSystemErrorName(-koffi.errno()),
  };
}
