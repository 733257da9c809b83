import type { AttemptRequest, OnAttemptEnd, Sending } from '../../attempt.js';
import type { Channel } from '../channel.js';
import type { Endpoint } from '../endpoint.js';
import { PooledSocket, type PooledSocketDeps } from './pooled-socket.js';
import type { ColdStreams } from '../stream/cold-streams.js';

/** Load balancers and anycast choose by the 5-tuple: one port would watch one backend for ever. */
export const SOURCE_PORTS = 16;
/**
 * Ports are replaced one after the other, each well within the minute. How near the share of answers
 * comes to the share of well backends depends on how many ports were tried, not on how many queries
 * were sent: with one of four backends dead, five minutes of ports that live 25 to 50 s leave a
 * standard deviation of 0.04, of ports that live 5 to 10 s one of 0.017.
 */
const LIFE_MS = { shortest: 25_000, longest: 50_000 };
const BUSY_LIFE_MS = { shortest: 5_000, longest: 10_000 };
/** A port that is seldom used lives on, or opening sockets would cost more than using them. */
const BUSY_USES = 4;

/**
 * The UDP sockets of one endpoint, opened as they are needed. Attempts go round, so that every
 * series meets every port: each series carries its own turn.
 */
export class UdpPool implements Channel {
  readonly #endpoint: Endpoint;
  readonly #deps: PooledSocketDeps;
  readonly #overTcp: Pick<ColdStreams, 'askFrom' | 'sweep' | 'close'>;
  readonly #slots: (Slot | null)[] = new Array<Slot | null>(SOURCE_PORTS).fill(null);
  readonly #retiring = new Set<PooledSocket>();

  constructor(endpoint: Endpoint, deps: PooledSocketDeps, overTcp: Pick<ColdStreams, 'askFrom' | 'sweep' | 'close'>) {
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
    slot.uses++;
    slot.socket.ask(request, sendByMs, onEnd);
    if (slot.socket.hasFailed) this.#retire(index);
  }

  sweep(): number {
    for (let index = 0; index < SOURCE_PORTS; index++) this.#usable(index);
    for (const socket of this.#retiring) if (socket.load === 0) this.#retiring.delete(socket);
    return this.#slots.filter((slot) => slot !== null).length + this.#retiring.size + this.#overTcp.sweep();
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
    const { socket, uses } = slot;
    const retireAtMs = uses < BUSY_USES ? slot.retireAtMs : slot.retireBusyAtMs;
    if (this.#deps.monotonicMs() < retireAtMs && !socket.hasFailed && !socket.isExhausted) return slot;
    this.#retire(index);
    return null;
  }

  #open(index: number): Slot {
    const [high = 0] = this.#deps.random.bytes(1);
    const between = ({ shortest, longest }: typeof LIFE_MS): number => shortest + ((longest - shortest) * high) / 255;
    const socket = new PooledSocket(this.#endpoint, this.#deps, (request, start, onEnd) =>
      this.#overTcp.askFrom(request, start, onEnd),
    );
    const { openedAtMs } = socket;
    const [retireAtMs, retireBusyAtMs] = [openedAtMs + between(LIFE_MS), openedAtMs + between(BUSY_LIFE_MS)];
    const slot = { socket, retireAtMs, retireBusyAtMs, uses: 0 };
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
  /** Once it has been used often enough. */
  readonly retireBusyAtMs: number;
  uses: number;
}
