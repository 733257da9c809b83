import { isSameAddress, ADDRESS_BYTES } from './socket-address.js';
import { IP_RECVERR, IPPROTO_IP, IPPROTO_IPV6, IPV6_RECVERR, SO_TIMESTAMPNS, SOL_SOCKET } from './linux.js';

const LARGEST_DATAGRAM = 65_535;
/** `struct cmsghdr` of 64 bits. */
const CMSG_BYTES = 16;

/** A `struct msghdr` (64 bits) with room for one datagram, who sent it, and the control messages that come along. */
export class MessageHeader {
  readonly header = new Uint8Array(56);
  readonly #view = new DataView(this.header.buffer);
  readonly #name = new Uint8Array(ADDRESS_BYTES);
  readonly #data = new Uint8Array(LARGEST_DATAGRAM);
  readonly #control = new Uint8Array(512);
  readonly #controlView = new DataView(this.#control.buffer);
  readonly #views = new Array<Uint8Array | undefined>(4_096);
  /** `struct iovec`; kept, because the header points at it. */
  readonly #vector = new Uint8Array(16);

  constructor(addressOf: (bytes: Uint8Array) => bigint) {
    const vectorView = new DataView(this.#vector.buffer);
    vectorView.setBigUint64(0, addressOf(this.#data), true);
    vectorView.setBigUint64(8, BigInt(this.#data.length), true);
    this.#view.setBigUint64(0, addressOf(this.#name), true);
    this.#view.setBigUint64(16, addressOf(this.#vector), true);
    this.#view.setBigUint64(24, 1n, true);
    this.#view.setBigUint64(32, addressOf(this.#control), true);
  }

  /** Before each use: the kernel overwrites how much room there is. */
  reset(): void {
    this.#view.setUint32(8, this.#name.length, true);
    this.#view.setUint32(40, this.#control.length, true);
    this.#view.setUint32(48, 0, true);
  }

  /** Whether this address (`struct sockaddr_in` or `sockaddr_in6`) sent it; of an error, whether it was sent there. */
  isOf(address: Uint8Array): boolean {
    return isSameAddress(this.#name, address);
  }

  /** Most replies are of a few lengths: their views are made once. */
  bytes(length: number): Uint8Array {
    if (length >= this.#views.length) return this.#data.subarray(0, length);
    return (this.#views[length] ??= this.#data.subarray(0, length));
  }

  /** The receive time among the control messages, a `struct timespec` of two words. */
  stamp(wallOf: (seconds: number, nanoseconds: number) => number): number | null {
    const at = this.#find(SOL_SOCKET, SO_TIMESTAMPNS);
    return at === null
      ? null
      : wallOf(this.#controlView.getUint32(at, true), this.#controlView.getUint32(at + 8, true));
  }

  /** The number of the error that the message is about, from its `struct sock_extended_err`. */
  errorNumber(): number | null {
    const at = this.#find(IPPROTO_IP, IP_RECVERR) ?? this.#find(IPPROTO_IPV6, IPV6_RECVERR);
    return at === null ? null : this.#controlView.getUint32(at, true);
  }

  /** Where the data of a control message begins, behind its `struct cmsghdr`. */
  #find(level: number, type: number): number | null {
    const end = this.#view.getUint32(40, true);
    for (let at = 0; at + CMSG_BYTES <= end;) {
      const length = this.#controlView.getUint32(at, true);
      const isIt =
        this.#controlView.getUint32(at + 8, true) === level && this.#controlView.getUint32(at + 12, true) === type;
      if (isIt && length >= CMSG_BYTES + 4) return at + CMSG_BYTES;
      at += Math.max(CMSG_BYTES, (length + 7) & ~7);
    }
    return null;
  }
}
