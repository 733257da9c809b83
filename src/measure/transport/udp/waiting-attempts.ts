import type { RandomSource } from '../../random-source.js';
import { ID_COUNT, QueryIds } from '../query-ids.js';
import type { UdpAttempt } from './udp-attempt.js';

const FIRST_CAPACITY = 4;

/**
 * The attempts of one socket that wait for a reply, by their ids. Ids are given in an order that is
 * known here, so an attempt's place is the number of ids given before it, in a ring as long as the
 * longest wait needs: nothing is left behind for the garbage collector, as a `Map` would.
 */
export class WaitingAttempts {
  readonly #ids: QueryIds;
  #ring = new Array<UdpAttempt | null>(FIRST_CAPACITY).fill(null);
  #size = 0;
  /** Nobody waits at a position before. */
  #from = 0;

  constructor(random: RandomSource) {
    this.#ids = new QueryIds(random);
  }

  get size(): number {
    return this.#size;
  }

  /** So many ids are used that the pool must take another socket. */
  get isExhausted(): boolean {
    return this.#ids.given >= ID_COUNT / 2;
  }

  nextId(): number {
    return this.#ids.next();
  }

  hasGiven(id: number): boolean {
    return this.#ids.hasGiven(id);
  }

  add(attempt: UdpAttempt): void {
    const position = this.#ids.positionOf(attempt.id);
    while (this.#ring[this.#placeOf(position)] !== null) this.#widen();
    this.#ring[this.#placeOf(position)] = attempt;
    this.#size++;
  }

  get(id: number): UdpAttempt | null {
    const found = this.#ring[this.#placeOf(this.#ids.positionOf(id))] ?? null;
    return found?.id === id ? found : null;
  }

  /** Whether it waited. */
  delete(attempt: UdpAttempt): boolean {
    const place = this.#placeOf(this.#ids.positionOf(attempt.id));
    if (this.#ring[place] !== attempt) return false;
    this.#ring[place] = null;
    this.#size--;
    return true;
  }

  /** The one that waits longest; `except` does not count. */
  oldest(except: UdpAttempt | null = null): UdpAttempt | null {
    if (this.#size === 0) return null;
    this.#from = this.#firstFrom(this.#from);
    const found = this.#atPosition(this.#from);
    return found === except ? this.#atPosition(this.#firstFrom(this.#from + 1)) : found;
  }

  /** Oldest first. */
  all(): readonly UdpAttempt[] {
    const waiting = this.#ring.filter((attempt) => attempt !== null);
    const positionOf = ({ id }: UdpAttempt): number => this.#ids.positionOf(id);
    return waiting.sort((a, b) => positionOf(a) - positionOf(b));
  }

  /** The first position from here on at which somebody waits; how many ids were given, if nobody does. */
  #firstFrom(start: number): number {
    let position = start;
    while (position < this.#ids.given && this.#atPosition(position) === null) position++;
    return position;
  }

  #atPosition(position: number): UdpAttempt | null {
    const found = this.#ring[this.#placeOf(position)] ?? null;
    return found !== null && this.#ids.positionOf(found.id) === position ? found : null;
  }

  #placeOf(position: number): number {
    return position & (this.#ring.length - 1);
  }

  #widen(): void {
    const old = this.#ring;
    this.#ring = new Array<UdpAttempt | null>(2 * old.length).fill(null);
    for (const attempt of old)
      if (attempt !== null) this.#ring[this.#placeOf(this.#ids.positionOf(attempt.id))] = attempt;
  }
}
