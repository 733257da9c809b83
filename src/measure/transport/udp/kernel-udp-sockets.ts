import type { Timers } from '../../deadline-queue.js';
import type { Endpoint } from '../endpoint.js';
import type { KernelSockets, OpenedUdp } from '../kernel/kernel-sockets.js';
import type { Readiness } from '../kernel/readiness.js';
import { KernelTime } from '../kernel/kernel-time.js';
import {
  type Receipt,
  type UdpSocket,
  type UdpSockets,
  type UdpSocketEvents,
  type Unreachable,
  unstamped,
} from './udp-socket.js';

/** Since the kernel says when a datagram came, nobody need be woken by it: sockets are looked at this often … */
const SHORTEST_LOOK_MS = 1;
/** … and ever less often while nothing comes. */
const LONGEST_LOOK_MS = 20;
/** What else there is to do waits for a look no longer: somebody who floods our ports must not hold up sends. */
const LONGEST_LOOK_TAKES_MS = 2;
/** More datagrams than this at once serve only a flood. */
const MOST_AT_ONCE = 32_768;
/** A buffer that held less than this, in the kernel's reckoning, was not full. */
const LEAST_FULL_BYTES = 64 * 1024;
/** What the kernel reckons for a datagram, at most: its bytes and what it wraps them in. */
const WRAPPING_BYTES = 1_024;
/** Opening a UDP socket sends nothing. */
const UNUSED: Endpoint = { address: '127.0.0.1', port: 9 };

export interface KernelUdpSocketsDeps {
  readonly kernel: KernelSockets;
  readonly monotonicMs: () => number;
  readonly timers: Timers;
  /** Is called once all is sent that is sent in one go. */
  readonly afterSends: () => void;
}

/**
 * UDP sockets of the kernel, all looked at together: once a millisecond after a send, and before
 * any deadline is judged. How late a look comes does not change any RTT.
 */
export class KernelUdpSockets implements UdpSockets {
  readonly #kernel: KernelSockets;
  readonly #readiness: Readiness;
  readonly #monotonicMs: () => number;
  readonly #timers: Timers;
  readonly #afterSends: () => void;
  readonly #time: KernelTime;
  /**
   * The kernel stamps arrivals only while some socket anywhere wants stamps, and takes a moment to
   * begin: this one, by which nothing is ever sent, wants them all the time.
   */
  #keptFd: number | null;
  /** By descriptor, which nobody else has while it is open. */
  readonly #open: (KernelUdpSocket | undefined)[] = [];
  readonly #owner: Owner;
  #awaited = 0;
  #lastSendMs = -Infinity;
  /** When every socket was empty last. */
  #drainedAtMs = -Infinity;
  readonly #current = { ...unstamped(0) };
  #disarm: (() => void) | null = null;
  #isTelling = false;

  /** `null` where the kernel does not tell which sockets can be read. */
  static create(deps: KernelUdpSocketsDeps): KernelUdpSockets | null {
    const readiness = deps.kernel.openReadiness();
    return readiness && new KernelUdpSockets(deps, readiness);
  }

  private constructor({ kernel, monotonicMs, timers, afterSends }: KernelUdpSocketsDeps, readiness: Readiness) {
    this.#kernel = kernel;
    this.#readiness = readiness;
    this.#monotonicMs = monotonicMs;
    this.#timers = timers;
    this.#afterSends = afterSends;
    this.#time = new KernelTime(kernel.wallMs, monotonicMs);
    this.#owner = {
      kernel,
      drain: () => this.#drain(),
      nowMs: monotonicMs,
      receipt: (atWallMs) => ({ ...this.#stamp(atWallMs) }),
      closed: (fd) => (this.#open[fd] = undefined),
    };
    const kept = kernel.openUdp(UNUSED);
    this.#keptFd = 'socket' in kept ? kept.socket.fd : null;
  }

  wallOffsetMs(): number {
    return this.#time.offsetMs();
  }

  open(endpoint: Endpoint, events: UdpSocketEvents): UdpSocket {
    const opened = this.#openReadable(endpoint);
    const errorCode = 'errorCode' in opened ? opened.errorCode : null;
    const own = 'socket' in opened ? opened.socket : null;
    const socket = new KernelUdpSocket(own, events, this.#owner);
    if (own !== null) this.#open[own.fd] = socket;
    queueMicrotask(() => {
      if (own === null || !socket.isClosed) events.onOpen(errorCode);
    });
    return socket;
  }

  awaitOneMore(): void {
    this.#awaited++;
    this.#lastSendMs = this.#monotonicMs();
    this.#disarm ??= this.#timers.setTimer(this.#look, SHORTEST_LOOK_MS);
    this.#tellAfterSends();
  }

  awaitOneLess(): void {
    this.#awaited--;
  }

  close(): void {
    this.#disarm?.();
    this.#disarm = null;
    for (const socket of this.#open) socket?.close();
    this.#readiness.close();
    if (this.#keptFd !== null) this.#kernel.close(this.#keptFd);
    this.#keptFd = null;
  }

  #openReadable(endpoint: Endpoint): ReturnType<KernelSockets['openUdp']> {
    const opened = this.#kernel.openUdp(endpoint);
    const errorCode = 'socket' in opened ? this.#readiness.add(opened.socket.fd) : null;
    if (errorCode === null || !('socket' in opened)) return opened;
    this.#kernel.close(opened.socket.fd);
    return { errorCode };
  }

  /** Once for all that is sent in one go. */
  #tellAfterSends(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      this.#afterSends();
    });
  }

  readonly #look = (): void => {
    this.#disarm = null;
    this.#drain(LONGEST_LOOK_TAKES_MS);
    if (this.#awaited === 0) return;
    // A reply that took t is seen by 1.5 t: soon enough for what follows on it, and few looks for slow ones.
    const waitMs = Math.floor((this.#monotonicMs() - this.#lastSendMs) / 2);
    const boundedMs = Math.min(LONGEST_LOOK_MS, Math.max(SHORTEST_LOOK_MS, waitMs));
    this.#disarm ??= this.#timers.setTimer(this.#look, boundedMs);
  };

  /** Hands over everything that has come up to now; in a flood no more than it may take. */
  #drain(longestMs = Infinity): void {
    const untilMs = this.#monotonicMs() + longestMs;
    for (let reads = 0; reads < MOST_AT_ONCE && this.#monotonicMs() <= untilMs;) {
      const readable = this.#readiness.ready();
      if (readable.length === 0) {
        this.#drainedAtMs = this.#monotonicMs();
        return;
      }
      for (const fd of readable) this.#read(fd);
      reads += readable.length;
    }
  }

  #read(fd: number): void {
    const socket = this.#open[fd];
    if (socket === undefined) return;
    const received = socket.receive(this.#drainedAtMs);
    // Nothing to read where something was told: errors lie in a queue of their own.
    if (received?.errorCode !== null) return socket.events.onError();
    if (!received.isFromPeer) return socket.events.onStranger();
    socket.events.onDatagram(received.bytes, this.#stamp(received.atWallMs));
  }

  /** Written into the same object for one datagram after the other. */
  #stamp(atWallMs: number | null): Receipt {
    const receipt = this.#current;
    receipt.seenAtMs = this.#monotonicMs();
    receipt.isStamped = atWallMs !== null;
    receipt.atWallMs = atWallMs ?? NaN;
    receipt.wallOffsetMs = this.#time.offsetMs();
    receipt.emptyAtMs = this.#drainedAtMs;
    return receipt;
  }
}

/** What the sockets have in common. */
interface Owner {
  readonly kernel: KernelSockets;
  readonly drain: () => void;
  readonly nowMs: () => number;
  readonly receipt: (atWallMs: number | null) => Receipt;
  readonly closed: (fd: number) => void;
}

class KernelUdpSocket implements UdpSocket {
  readonly events: UdpSocketEvents;
  readonly #owner: Owner;
  #own: OpenedUdp | null;
  /** Read since every socket was empty last. */
  #fullness = { sinceMs: -Infinity, bytes: 0 };
  /** Datagrams the kernel threw away so far. */
  #drops = 0;
  /** When it did so last. */
  #loss: { readonly fromMs: number; readonly toMs: number } | null = null;

  constructor(own: OpenedUdp | null, events: UdpSocketEvents, owner: Owner) {
    this.#own = own;
    this.events = events;
    this.#owner = owner;
  }

  get isClosed(): boolean {
    return this.#own === null;
  }

  /** `drainedAtMs`: when every socket was empty last. */
  receive(drainedAtMs: number): ReturnType<KernelSockets['receive']> {
    if (this.#own === null) return null;
    const received = this.#owner.kernel.receive(this.#own);
    if (received !== null) this.#watchFullness(received.bytes.length, drainedAtMs);
    return received;
  }

  localPort(): number | null {
    return this.#own === null ? null : this.#owner.kernel.localPort(this.#own.fd);
  }

  send(bytes: Uint8Array, id: number): void {
    const errorCode = this.#own === null ? 'EBADF' : this.#owner.kernel.send(this.#own, bytes);
    if (errorCode !== null) this.events.onSendFailed(id, errorCode);
  }

  takeUnreachable(): readonly Unreachable[] {
    if (this.#own === null) return [];
    const taken = this.#owner.kernel.takeUnreachable(this.#own);
    return taken.map(({ payload, errorCode, atWallMs }) => ({
      payload,
      errorCode,
      receipt: this.#owner.receipt(atWallMs),
    }));
  }

  hasLost(fromMs: number, toMs: number): boolean {
    return this.#loss !== null && this.#loss.fromMs <= toMs && this.#loss.toMs >= fromMs;
  }

  drained(callback: () => void): void {
    this.#owner.drain();
    callback();
  }

  close(): void {
    if (this.#own === null) return;
    const { fd } = this.#own;
    this.#owner.kernel.close(fd);
    this.#own = null;
    this.#owner.closed(fd);
  }

  /** Asking the kernel costs as much as a send: only a buffer found well filled can have overflowed. */
  #watchFullness(byteCount: number, drainedAtMs: number): void {
    const fullness = this.#fullness;
    if (fullness.sinceMs !== drainedAtMs) {
      fullness.sinceMs = drainedAtMs;
      fullness.bytes = 0;
    }
    fullness.bytes += WRAPPING_BYTES + 2 * byteCount;
    if (fullness.bytes < LEAST_FULL_BYTES || this.#own === null) return;
    fullness.bytes = 0;
    const drops = this.#owner.kernel.drops(this.#own.fd);
    if (drops > this.#drops) this.#loss = { fromMs: drainedAtMs, toMs: this.#owner.nowMs() };
    this.#drops = drops;
  }
}
