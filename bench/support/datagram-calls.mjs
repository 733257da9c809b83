// The few calls of Linux that a responder with a known delay needs, without Node.js in between.
import { createRequire } from 'node:module';

const AF_INET = 2;
const SOCK_DGRAM_NONBLOCK = 2 | 0o4000;
const SOL_SOCKET = 1;
const SO_RCVBUFFORCE = 33;
const SO_TIMESTAMPNS = 35;
const CLOCK_REALTIME = 0;
const MSG_DONTWAIT = 0x40;
const RECEIVE_BUFFER_BYTES = 4 << 20;
export const ADDRESS_BYTES = 16;
export const LARGEST_BYTES = 512;

/**
 * An unconnected UDP socket on loopback. Times are wall time as the kernel stamps datagrams with it,
 * in milliseconds since `baseMs`, so that a double holds nanoseconds.
 */
export function openStampedSocket(port) {
  const koffi = createRequire(import.meta.url)('koffi');
  const libc = koffi.load(null);
  const call = {
    socket: libc.func('int socket(int, int, int)'),
    bind: libc.func('int bind(int, uint8_t *, uint32_t)'),
    setsockopt: libc.func('int setsockopt(int, int, int, int32_t *, uint32_t)'),
    recvmsg: libc.func('int64_t recvmsg(int, uint8_t *, int)'),
    sendto: libc.func('int64_t sendto(int, uint8_t *, size_t, int, uint8_t *, uint32_t)'),
    clockGettime: libc.func('int clock_gettime(int, uint32_t *)'),
    memcpy: libc.func('uint64_t memcpy(uint8_t *, uint8_t *, size_t)'),
  };
  const time = new Uint32Array(4);
  call.clockGettime(CLOCK_REALTIME, time);
  const baseSeconds = time[0];
  const fd = call.socket(AF_INET, SOCK_DGRAM_NONBLOCK, 0);
  const one = Int32Array.of(1);
  call.setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, Int32Array.of(RECEIVE_BUFFER_BYTES), 4);
  if (fd < 0 || call.setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, one, 4) !== 0) throw new Error('no stamped socket');
  if (
    call.bind(
      fd,
      Uint8Array.of(AF_INET, 0, port >> 8, port & 255, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
      ADDRESS_BYTES,
    ) !== 0
  )
    throw new Error(`port ${String(port)} is taken`);
  const message = messageHeader((bytes) => BigInt(call.memcpy(bytes, bytes, 0)));
  return {
    baseMs: baseSeconds * 1e3,
    nowMs: () => {
      call.clockGettime(CLOCK_REALTIME, time);
      return (time[0] - baseSeconds) * 1e3 + time[2] / 1e6;
    },
    /** The next datagram, in memory that the next call reuses; `null` if none has come. */
    receive: () => {
      message.reset();
      const length = Number(call.recvmsg(fd, message.header, MSG_DONTWAIT));
      if (length < 0) return null;
      return { bytes: message.data.subarray(0, length), from: message.address, atMs: message.stampMs(baseSeconds) };
    },
    send: (bytes, length, to) => void call.sendto(fd, bytes, length, MSG_DONTWAIT, to, ADDRESS_BYTES),
  };
}

/** A `struct msghdr` (64 bits) with room for one datagram, its sender and its receive time. */
function messageHeader(addressOf) {
  const header = new Uint8Array(56);
  const address = new Uint8Array(ADDRESS_BYTES);
  const data = new Uint8Array(LARGEST_BYTES);
  const control = new Uint8Array(128);
  const vector = new Uint8Array(16);
  const [headerView, vectorView, controlView] = [header, vector, control].map(({ buffer }) => new DataView(buffer));
  vectorView.setBigUint64(0, addressOf(data), true);
  vectorView.setBigUint64(8, BigInt(data.length), true);
  headerView.setBigUint64(0, addressOf(address), true);
  headerView.setBigUint64(16, addressOf(vector), true);
  headerView.setBigUint64(24, 1n, true);
  headerView.setBigUint64(32, addressOf(control), true);
  return {
    header,
    address,
    data,
    // The kernel overwrites how much room there is. `vector` must outlive this: the header points at it.
    reset: () => {
      headerView.setUint32(8, address.length, true);
      headerView.setUint32(40, control.length, true);
      headerView.setUint32(48, 0, vector.length === 16);
    },
    // The only control message there is: `struct cmsghdr` of 16 bytes, then a `struct timespec` of two words.
    stampMs: (baseSeconds) =>
      (controlView.getUint32(16, true) - baseSeconds) * 1e3 + controlView.getUint32(24, true) / 1e6,
  };
}
