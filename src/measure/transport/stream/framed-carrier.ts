import type { Socket } from 'node:net';

import type { PreparedQuery } from '../../../dns/prepared-query.js';
import type { RandomSource } from '../../random-source.js';
import { ID_COUNT, QueryIds } from '../query-ids.js';
import type { Carrier, CarrierEvents, OnAnswer } from './carrier.js';
import { FrameReader, frameOf } from './dns-frame.js';
import type { StreamEnd } from './stream-fault.js';

/**
 * DNS messages one after the other on a stream (RFC 7766; RFC 7858 §3.3 under TLS), any number of
 * queries at a time, replies in any order. No id is used twice, so that a late or doubled reply
 * never meets another query.
 */
export class FramedCarrier implements Carrier {
  /** DNS has no word for it. */
  readonly isLeft = false;
  readonly sendsOneATurn = false;
  readonly #socket: Socket;
  readonly #events: CarrierEvents;
  readonly #ids: QueryIds;
  readonly #reader = new FrameReader();
  /** By id, the oldest first. */
  readonly #waiting = new Map<number, OnAnswer>();
  #isDoubtful = false;

  constructor(socket: Socket, random: RandomSource, events: CarrierEvents) {
    this.#socket = socket;
    this.#events = events;
    this.#ids = new QueryIds(random);
    socket.on('data', (chunk: Buffer) => this.#received(chunk));
  }

  get isUsable(): boolean {
    return !this.#isDoubtful && !this.isSpent;
  }

  get isSpent(): boolean {
    return this.#ids.given >= ID_COUNT;
  }

  send(query: PreparedQuery, onAnswer: OnAnswer): () => void {
    const id = this.#ids.next();
    this.#waiting.set(id, onAnswer);
    this.#socket.write(frameOf(query.bytes(id)));
    return () => void this.#waiting.delete(id);
  }

  doubt(): void {
    this.#isDoubtful = true;
  }

  end(how: StreamEnd): void {
    this.#endPartial(how);
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const onAnswer of waiting) onAnswer({ kind: 'fault', fault: how });
  }

  close(): void {
    this.#waiting.clear();
  }

  #received(chunk: Buffer): void {
    this.#events.onHeard();
    this.#reader.push(chunk);
    for (let message = this.#reader.next(); message !== null; message = this.#reader.next()) this.#deliver(message);
  }

  /**
   * A message under an id that was never given out is whose turn it is: replies mostly come in
   * order, and one that matches no question is malformed on a stream. Late and doubled ones are nobody's.
   */
  #deliver(bytes: Buffer): void {
    const ownId = this.#givenId(bytes);
    const isStray = ownId === null;
    const id = ownId ?? this.#oldest();
    if (isStray) this.doubt();
    const onAnswer = id === null ? undefined : this.#take(id);
    if (onAnswer !== undefined && id !== null) onAnswer({ kind: 'message', bytes, id });
    else if (isStray) this.#events.onSuspicious();
  }

  /** A part of a message, then the end: malformed, and whose turn it is goes by the same rule. */
  #endPartial({ isOrderly }: StreamEnd): void {
    const bytes = isOrderly ? this.#reader.partial() : null;
    if (bytes === null) return;
    const id = this.#givenId(bytes) ?? this.#oldest();
    if (id !== null) this.#take(id)?.({ kind: 'broken', detail: 'closed within a message', bytes });
  }

  /** `null` if it bears none, or one that was never given out. */
  #givenId(bytes: Buffer): number | null {
    const id = bytes.length < 2 ? null : bytes.readUInt16BE(0);
    return id !== null && this.#ids.hasGiven(id) ? id : null;
  }

  #take(id: number): OnAnswer | undefined {
    const onAnswer = this.#waiting.get(id);
    this.#waiting.delete(id);
    return onAnswer;
  }

  #oldest(): number | null {
    const [id] = this.#waiting.keys();
    return id ?? null;
  }
}
