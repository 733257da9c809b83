import type { SecureContext } from 'node:tls';

import type { AttemptRequest, FirstSend, OnAttemptEnd, Sending } from './attempt.js';
import { DeadlineQueue, type Timers } from './deadline-queue.js';
import type { RandomSource } from './random-source.js';
import { routeKey, type Route } from './route.js';
import type { Channel } from './transport/channel.js';
import { DatagramSockets } from './transport/udp/datagram-sockets.js';
import { loadKernelSockets, type KernelSockets } from './transport/kernel/kernel-sockets.js';
import { KernelUdpSockets } from './transport/udp/kernel-udp-sockets.js';
import { SendPacer } from './send-pacer.js';
import { openChannel, type OpenChannelDeps } from './transport/open-channel.js';
import type { UdpSockets } from './transport/udp/udp-socket.js';

export interface AskerDeps {
  readonly monotonicMs: () => number;
  readonly timers: Timers;
  readonly random: RandomSource;
  /** Absent: what this platform offers; `null`: the process's clock only. */
  readonly kernel?: KernelSockets | null;
  /** Absent: sockets of the operating system. */
  readonly udp?: UdpSockets;
  /** See `OpenChannelDeps`. */
  readonly trust?: () => SecureContext;
  readonly onSuspicious: () => void;
}

const SWEEP_PARTS = 100;
const SWEEP_PART_MS = 1_000 / SWEEP_PARTS;
/** A channel that nobody has used for so many sweeps of its own is forgotten. */
const MOST_IDLE_SWEEPS = 300;
/** A socket that neither opens nor fails within this is not waited for. */
const PATIENCE_MS = 1_000;

/** Sends queries by whatever transport they ask for, and tells what became of each. */
export class Asker {
  /** Whose clock receive times of datagrams come from. */
  readonly receiveClock: 'kernel' | 'user';
  /** As fine as sends can be timed without harm to what is measured. */
  readonly sendTimers: Timers;
  readonly #deps: OpenChannelDeps;
  readonly #timers: Timers;
  readonly #channels = new Map<string, OpenChannel>();
  /** The same, by the part of each second in which they are swept. */
  readonly #parts = Array.from({ length: SWEEP_PARTS }, () => new Set<OpenChannel>());
  /** Up to which part of time channels have been swept. */
  #sweptPart: number;
  #opened = 0;
  /** The same by identity: a series asks by the same route again and again. */
  readonly #byRoute = new WeakMap<Route, OpenChannel>();
  readonly #unstamped = { count: 0 };
  /** Ends the waiting for sockets. */
  readonly #preparations = new Set<() => void>();

  constructor({ monotonicMs, timers, random, onSuspicious, ...given }: AskerDeps) {
    const kernel = given.kernel === undefined ? loadKernelSockets() : given.kernel;
    const deadlines = new DeadlineQueue(monotonicMs, timers);
    const paced = kernel && this.#paced(kernel, { monotonicMs, timers });
    this.#timers = timers;
    this.#sweptPart = Math.floor(monotonicMs() / SWEEP_PART_MS);
    this.receiveClock = paced === null ? 'user' : 'kernel';
    this.sendTimers = paced?.pacer ?? timers;
    const udp = given.udp ?? paced?.udp ?? new DatagramSockets(monotonicMs, deadlines);
    const trust = given.trust === undefined ? {} : { trust: given.trust };
    const unstamped = this.#unstamped;
    this.#deps = { monotonicMs, random, deadlines, kernel, unstamped, onSuspicious, udp, ...trust };
  }

  /**
   * Opens the sockets that the first attempts go by, and sends nothing: what comes later than it
   * should because everything is new then comes before the first attempt is due. Calls back once
   * they are open, or have failed to; always later, never at once.
   */
  prepare(firstSends: readonly FirstSend[], onReady: () => void): void {
    let opening = 1;
    const ready = (): void => {
      if (this.#preparations.delete(disarm)) onReady();
      disarm();
    };
    const disarm = this.#timers.setTimer(ready, PATIENCE_MS);
    this.#preparations.add(disarm);
    const opened = (): void => {
      if (--opening === 0) this.#timers.afterPoll(ready);
    };
    for (const { request, turn } of firstSends) {
      opening++;
      this.#channelOf(request.route).open(turn, opened);
    }
    opened();
  }

  ask(request: AttemptRequest, sending: Sending, onEnd: OnAttemptEnd): void {
    this.#channelOf(request.route).ask(request, sending, tellingReply(request, onEnd));
  }

  /**
   * Closes sockets that are old and idle; to be called every second or more often. Each channel has its
   * turn once a second, in one of a hundred parts: closing sockets to a thousand resolvers at once would hold
   * up sends.
   */
  sweep(): void {
    const nowPart = Math.floor(this.#deps.monotonicMs() / SWEEP_PART_MS);
    const from = Math.max(this.#sweptPart + 1, nowPart - SWEEP_PARTS + 1);
    this.#sweptPart = nowPart;
    for (let part = from; part <= nowPart; part++) this.#parts[part % SWEEP_PARTS]?.forEach(this.#sweepChannel);
  }

  /** Closes everything at once; attempts in flight end without an outcome. */
  close(): void {
    for (const { channel } of this.#channels.values()) channel.close();
    for (const disarm of this.#preparations) disarm();
    this.#preparations.clear();
    this.#channels.clear();
    for (const part of this.#parts) part.clear();
    this.#deps.udp.close();
    this.#deps.deadlines.close();
  }

  /** Sockets whose replies the kernel stamps, and sends timed as that allows; `null` where it does not. */
  #paced(
    kernel: KernelSockets,
    times: Pick<AskerDeps, 'monotonicMs' | 'timers'>,
  ): { readonly udp: KernelUdpSockets; readonly pacer: SendPacer } | null {
    const { sleep } = kernel;
    const yieldCore = (): void => kernel.yieldCore();
    const pacer = new SendPacer({ ...times, sleep, yieldCore, isLoopNeeded: () => this.#unstamped.count > 0 });
    const udp = KernelUdpSockets.create({ ...times, kernel, afterSends: () => pacer.afterSends() });
    return udp && { udp, pacer };
  }

  #channelOf(route: Route): Channel {
    const known = this.#byRoute.get(route);
    const open = known === undefined || known.isForgotten ? this.#open(route) : known;
    open.wasUsed = true;
    return open.channel;
  }

  #open(route: Route): OpenChannel {
    const key = routeKey(route);
    const known = this.#channels.get(key);
    const open = known ?? this.#newlyOpen(key, openChannel(route, this.#deps));
    this.#channels.set(key, open);
    this.#byRoute.set(route, open);
    return open;
  }

  #newlyOpen(key: string, channel: Channel): OpenChannel {
    const open = { key, channel, isForgotten: false, wasUsed: true, idleSweeps: 0 };
    this.#parts[this.#opened++ % SWEEP_PARTS]?.add(open);
    return open;
  }

  readonly #sweepChannel = (open: OpenChannel, _: OpenChannel, part: Set<OpenChannel>): void => {
    const isIdle = open.channel.sweep() === 0 && !open.wasUsed;
    open.idleSweeps = isIdle ? open.idleSweeps + 1 : 0;
    open.wasUsed = false;
    if (open.idleSweeps < MOST_IDLE_SWEEPS) return;
    this.#channels.delete(open.key);
    part.delete(open);
    open.isForgotten = true;
  };
}

function tellingReply({ onReply }: AttemptRequest, onEnd: OnAttemptEnd): OnAttemptEnd {
  if (!onReply) return onEnd;
  return (end) => {
    if (end.reply !== null) onReply(end.reply);
    onEnd(end);
  };
}

interface OpenChannel {
  readonly key: string;
  readonly channel: Channel;
  /** Routes may still lead here: plans come and go. */
  isForgotten: boolean;
  wasUsed: boolean;
  idleSweeps: number;
}
