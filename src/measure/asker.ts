import type { AttemptRequest, FirstSend, OnAttemptEnd, Sending } from './attempt.js';
import { DeadlineQueue, type Timers } from './deadline-queue.js';
import type { RandomSource } from './random-source.js';
import { endpointKey } from './transport/endpoint.js';
import { loadKernelSockets, type KernelSockets } from './transport/kernel-socket.js';
import type { TransportDeps } from './transport/pooled-socket.js';
import { askOverTcp } from './transport/tcp-attempt.js';
import { UdpPool } from './transport/udp-pool.js';
import { udpSocketOpener, type OpenUdpSocket } from './transport/udp-socket.js';

export interface AskerDeps {
  readonly monotonicMs: () => number;
  readonly timers: Timers;
  readonly random: RandomSource;
  /** Absent: what this platform offers; `null`: the process's clock only. */
  readonly kernel?: KernelSockets | null;
  /** Absent: sockets of the operating system. */
  readonly openUdp?: OpenUdpSocket;
  readonly onSuspicious: () => void;
}

/** A socket that neither opens nor fails within this is not waited for. */
const PATIENCE_MS = 1_000;

/** Sends queries by whatever transport they ask for, and tells what became of each. */
export class Asker {
  /** Whose clock receive times come from. */
  readonly receiveClock: 'kernel' | 'user';
  readonly #deps: TransportDeps;
  readonly #kernel: KernelSockets | null;
  readonly #pools = new Map<string, UdpPool>();
  readonly #streams = new Set<() => void>();
  readonly #timers: Timers;
  /** Ends the waiting for sockets. */
  readonly #preparations = new Set<() => void>();

  constructor(deps: AskerDeps) {
    this.#timers = deps.timers;
    this.#kernel = deps.kernel === undefined ? loadKernelSockets() : deps.kernel;
    this.receiveClock = this.#kernel === null ? 'user' : 'kernel';
    this.#deps = {
      monotonicMs: deps.monotonicMs,
      kernelWallMs: this.#kernel?.wallMs ?? null,
      random: deps.random,
      deadlines: new DeadlineQueue(deps.monotonicMs, deps.timers),
      openUdp: deps.openUdp ?? udpSocketOpener(this.#kernel),
      onSuspicious: deps.onSuspicious,
    };
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
    for (const { request, turn } of firstSends.filter(isOverUdp)) {
      opening++;
      this.#poolOf(request).open(turn, opened);
    }
    opened();
  }

  ask(request: AttemptRequest, sending: Sending, onEnd: OnAttemptEnd): void {
    if (request.transport === 'tcp') this.#askOverTcp(request, null, onEnd);
    else this.#poolOf(request).ask(request, sending, onEnd);
  }

  /** Closes sockets that are old and idle; to be called every few seconds. */
  sweep(): void {
    for (const [key, pool] of this.#pools) if (pool.sweep() === 0) this.#pools.delete(key);
  }

  /** Closes everything at once; attempts in flight end without an outcome. */
  close(): void {
    for (const pool of this.#pools.values()) pool.close();
    for (const abandon of this.#streams) abandon();
    for (const disarm of this.#preparations) disarm();
    this.#preparations.clear();
    this.#pools.clear();
    this.#streams.clear();
    this.#deps.deadlines.close();
  }

  #poolOf({ endpoint }: AttemptRequest): UdpPool {
    const key = endpointKey(endpoint);
    const known = this.#pools.get(key);
    if (known !== undefined) return known;
    const pool = new UdpPool(endpoint, this.#deps, (request, sentAtMs, onEnd) => {
      this.#askOverTcp(request, sentAtMs, onEnd);
    });
    this.#pools.set(key, pool);
    return pool;
  }

  #askOverTcp(request: AttemptRequest, startedAtMs: number | null, onEnd: OnAttemptEnd): void {
    const deps = { ...this.#deps, kernel: this.#kernel };
    const abandon = askOverTcp(request, startedAtMs, deps, (end) => {
      this.#streams.delete(abandon);
      onEnd(end);
    });
    this.#streams.add(abandon);
  }
}

function isOverUdp({ request }: FirstSend): boolean {
  return request.transport === 'udp';
}
