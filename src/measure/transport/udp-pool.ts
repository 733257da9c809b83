import type { AttemptRequest, OnAttemptEnd, Sending } from '../attempt.js';
import type { Endpoint } from './endpoint.js';
import { PooledSocket, type OnTruncated, type TransportDeps } from './pooled-socket.js';

/** Load balancers and anycast choose by the 5-tuple: one port would watch one backend for ever. */
export const SOURCE_PORTS = 16;
/** Ports are replaced one after the other, each well within the minute. */
const SHORTEST_LIFE_MS = 25_000;
const LONGEST_LIFE_MS = 50_000;

/**
 * The UDP sockets of one endpoint, opened as they are needed. Attempts go round, so that every
 * series meets every port: each series carries its own turn.
 */
export class UdpPool {
  readonly #endpoint: Endpoint;
  readonly #deps: TransportDeps;
  readonly #onTruncated: OnTruncated;
  readonly #slots: (Slot | null)[] = new Array<Slot | null>(SOURCE_PORTS).fill(null);
  readonly #retiring = new Set<PooledSocket>();

  constructor(endpoint: Endpoint, deps: TransportDeps, onTruncated: OnTruncated) {
    this.#endpoint = endpoint;
    this.#deps = deps;
    this.#onTruncated = onTruncated;
  }

  /** Opens the socket of this turn ahead of its attempt; calls back once it is open or has failed to. */
  open(turn: number, onOpened: () => void): void {
    const index = turn % SOURCE_PORTS;
    const slot = this.#slots[index] ?? this.#open(index);
    slot.socket.whenOpened(onOpened);
  }

  ask(request: AttemptRequest, { turn, sendByMs }: Sending, onEnd: OnAttemptEnd): void {
    this.sweep();
    const index = this.#chooseSlot(turn);
    const slot = this.#slots[index] ?? this.#open(index);
    slot.socket.ask(request, sendByMs, onEnd);
    if (slot.socket.hasFailed) this.#retire(index);
  }

  /** Lets go of sockets that are old enough; to be called every few seconds. Returns how many remain. */
  sweep(): number {
    const nowMs = this.#deps.monotonicMs();
    this.#slots.forEach((slot, index) => {
      if (slot !== null && (nowMs >= slot.retireAtMs || slot.socket.hasFailed || slot.socket.isExhausted)) {
        this.#retire(index);
      }
    });
    for (const socket of this.#retiring) if (socket.load === 0) this.#retiring.delete(socket);
    return this.#slots.filter((slot) => slot !== null).length + this.#retiring.size;
  }

  /** Closes every socket; attempts in flight end without an outcome. */
  close(): void {
    for (const slot of this.#slots) slot?.socket.abandon();
    for (const socket of this.#retiring) socket.abandon();
    this.#slots.fill(null);
    this.#retiring.clear();
  }

  /** The slot whose turn it is, or the next one with nothing outstanding, or else the one with the least. */
  #chooseSlot(turn: number): number {
    let best = turn % SOURCE_PORTS;
    for (let i = 0; i < SOURCE_PORTS; i++) {
      const index = (turn + i) % SOURCE_PORTS;
      const load = this.#slots[index]?.socket.load ?? 0;
      if (load === 0) return index;
      if (load < (this.#slots[best]?.socket.load ?? 0)) best = index;
    }
    return best;
  }

  #open(index: number): Slot {
    const [high = 0] = this.#deps.random.bytes(1);
    const lifeMs = SHORTEST_LIFE_MS + ((LONGEST_LIFE_MS - SHORTEST_LIFE_MS) * high) / 255;
    const socket = new PooledSocket(this.#endpoint, this.#deps, this.#onTruncated);
    const slot = { socket, retireAtMs: socket.openedAtMs + lifeMs };
    this.#slots[index] = slot;
    return slot;
  }

  #retire(index: number): void {
    const slot = this.#slots[index];
    if (!slot) return;
    this.#slots[index] = null;
    this.#retiring.add(slot.socket);
    slot.socket.retire();
  }
}

interface Slot {
  readonly socket: PooledSocket;
  readonly retireAtMs: number;
}
