import type { AttemptRequest, OnAttemptEnd, Sending } from '../../attempt.js';
import type { Channel } from '../channel.js';
import type { Endpoint } from '../endpoint.js';
import { PooledSocket, type PooledSocketDeps } from './pooled-socket.js';
import type { TcpFallback } from '../tcp-fallback.js';

/** Load balancers and anycast choose by the 5-tuple: one port would watch one backend for ever. */
export const SOURCE_PORTS = 16;
/**
 * Ports are replaced one after the other, each well within the minute. How near the share of answers
 * comes to the share of well backends depends on how many ports were tried, not on how many queries
 * were sent: with one of four backends dead, five minutes of ports that live 25 to 50 s leave a
 * standard deviation of 0.04, of ports that live 5 to 10 s one of 0.017.
 */
const SHORTEST_LIFE_MS = 5_000;
const LONGEST_LIFE_MS = 10_000;
/** One that nobody needs for so long is let go: where series come round seldom, every attempt has a port of its own. */
const IDLE_MS = 2_000;
/** One that was opened ahead waits so long for its first use. */
const UNUSED_MS = 20_000;

/**
 * The UDP sockets of one endpoint, opened as they are needed. Attempts go round, so that every
 * series meets every port: each series carries its own turn.
 */
export class UdpPool implements Channel {
  readonly #endpoint: Endpoint;
  readonly #deps: PooledSocketDeps;
  readonly #overTcp: TcpFallback;
  readonly #slots: (Slot | null)[] = new Array<Slot | null>(SOURCE_PORTS).fill(null);
  readonly #retiring = new Set<PooledSocket>();

  constructor(endpoint: Endpoint, deps: PooledSocketDeps, overTcp: TcpFallback) {
    this.#endpoint = endpoint;
    this.#deps = deps;
    this.#overTcp = overTcp;
  }

  open(turn: number, onOpened: () => void): void {
    const index = turn % SOURCE_PORTS;
    const slot = this.#slots[index] ?? this.#open(index);
    slot.socket.whenOpened(onOpened);
  }

  ask(request: AttemptRequest, { turn, sendByMs }: Sending, onEnd: OnAttemptEnd): void {
    const index = turn % SOURCE_PORTS;
    const slot = this.#usable(index) ?? this.#open(index);
    this.#noteUse(slot, sendByMs);
    slot.socket.ask(request, sendByMs, onEnd);
    if (slot.socket.hasFailed) this.#retire(index);
  }

  sweep(): number {
    const nowMs = this.#deps.monotonicMs();
    let kept = 0;
    for (let index = 0; index < SOURCE_PORTS; index++) {
      const slot = this.#usable(index);
      if (slot === null) continue;
      if (isIdle(slot, nowMs)) this.#retire(index);
      else kept++;
    }
    for (const socket of this.#retiring) if (socket.load === 0) this.#retiring.delete(socket);
    return kept + this.#retiring.size + this.#overTcp.sweep();
  }

  close(): void {
    for (const slot of this.#slots) slot?.socket.abandon();
    for (const socket of this.#retiring) socket.abandon();
    this.#slots.fill(null);
    this.#retiring.clear();
    this.#overTcp.close();
  }

  /** The socket in a slot, unless its time is over. */
  #usable(index: number): Slot | null {
    const slot = this.#slots[index] ?? null;
    if (slot === null) return null;
    const { socket, retireAtMs } = slot;
    if (this.#deps.monotonicMs() < retireAtMs && !socket.hasFailed && !socket.isExhausted) return slot;
    this.#retire(index);
    return null;
  }

  #open(index: number): Slot {
    const socket = new PooledSocket(this.#endpoint, this.#deps, this.#overTcp);
    const slot: Slot = { socket, retireAtMs: socket.openedAtMs + UNUSED_MS, usedByMs: null };
    this.#slots[index] = slot;
    return slot;
  }

  /** A port's life begins with its first use. */
  #noteUse(slot: Slot, sendByMs: number): void {
    const isFirst = slot.usedByMs === null;
    slot.usedByMs = sendByMs;
    if (!isFirst) return;
    const [share = 0] = this.#deps.random.bytes(1);
    slot.retireAtMs = sendByMs + SHORTEST_LIFE_MS + ((LONGEST_LIFE_MS - SHORTEST_LIFE_MS) * share) / 255;
  }

  #retire(index: number): void {
    const slot = this.#slots[index];
    if (!slot) return;
    this.#slots[index] = null;
    slot.socket.retire();
    if (slot.socket.load > 0) this.#retiring.add(slot.socket);
  }
}

interface Slot {
  readonly socket: PooledSocket;
  /** Monotonic milliseconds, as all here. */
  retireAtMs: number;
  /** The latest send by it was due no later; `null` before the first. */
  usedByMs: number | null;
}

function isIdle({ socket, usedByMs }: Slot, nowMs: number): boolean {
  return usedByMs !== null && socket.load === 0 && nowMs - usedByMs > IDLE_MS;
}
