import { type Clock, DAY_MS, SECOND_MS } from '../../../domain/clock.js';
import type { Log } from '../../../domain/log.js';
import type { ReceivedMackerelAlert } from '../../../domain/mackerel-alert.js';
import type { DeliveryCounts } from '../../outbound/delivery-reporter.js';
import { type Delivered, OutboxDelivery } from '../../outbound/outbox-delivery.js';
import { type Sleep, systemSleep } from '../../outbound/sleep.js';
import type { Outbox, OutboxEntry } from '../../ports.js';
import { deliveredAs, MackerelError } from '../errors.js';
import { dueEvidence, EVIDENCE_SPAN_MS } from './evidence-times.js';
import type { EvidenceWriter } from './evidence-writer.js';

/** The outbox channels of what is written about alerts, each in order and in nobody else's way. */
export const EVIDENCE_CHANNELS = { memo: 'mackerel:memos', annotation: 'mackerel:annotations' } as const;
export type EvidenceKind = keyof typeof EVIDENCE_CHANNELS;

/** Evidence of what was that long ago is asked for with `mackerel replay`. */
const MAX_AGE_MS = 3 * DAY_MS;
const PACE_MS = SECOND_MS;
/** So many entries are looked at for one that makes another needless. */
const LOOK_AHEAD = 50;

export interface EvidenceDeliveryOptions {
  readonly outbox: Outbox;
  /** What webhooks told; the store fits. */
  readonly alerts: { receivedSince(sinceMs: number): Promise<readonly ReceivedMackerelAlert[]> };
  /** One that gives up when the signal aborts. */
  readonly writer: (signal: AbortSignal) => Pick<EvidenceWriter, 'writeMemo' | 'writeAnnotation'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Default: real time. */
  readonly sleep?: Sleep;
  /** In [0, 1), for jitter; default `Math.random`. */
  readonly random?: () => number;
}

/**
 * Sees to it that the evidence of every alert that a webhook told of is written, and written anew as more
 * becomes known; what cannot be written now survives restarts and is written later.
 */
export class EvidenceDelivery {
  readonly #options: EvidenceDeliveryOptions;
  readonly #deliveries: Readonly<Record<EvidenceKind, OutboxDelivery>>;

  constructor(options: EvidenceDeliveryOptions) {
    this.#options = options;
    this.#deliveries = { memo: this.#delivery('memo'), annotation: this.#delivery('annotation') };
  }

  start(): void {
    for (const delivery of Object.values(this.#deliveries)) delivery.start();
  }

  /** Ends within about 2 s; what is not written stays in the outbox. */
  async stop(): Promise<void> {
    await Promise.all(Object.values(this.#deliveries).map((delivery) => delivery.stop()));
  }

  /** Puts what is due by now into the outbox. Rejects when the store fails; then the next call does it. */
  async takeDue(): Promise<void> {
    // What is received in this very millisecond may not be there yet.
    const toMs = this.#options.clock.nowMs() - 1;
    const told = await this.#options.alerts.receivedSince(toMs - EVIDENCE_SPAN_MS);
    await this.#take('memo', told, toMs);
    await this.#take('annotation', told, toMs);
  }

  /** What became of entries since the daemon started. */
  counts(kind: EvidenceKind): DeliveryCounts {
    return this.#deliveries[kind].counts();
  }

  async #take(kind: EvidenceKind, told: readonly ReceivedMackerelAlert[], toMs: number): Promise<void> {
    const { outbox } = this.#options;
    const channel = EVIDENCE_CHANNELS[kind];
    const watermarkMs = await outbox.watermark(channel);
    // A first run begins with what comes; a clock that was set back must not leave out what is told meanwhile.
    if (watermarkMs === null || watermarkMs > toMs) return outbox.enqueue(channel, [], toMs);
    const due = dueEvidence(told, watermarkMs, toMs);
    if (due.length === 0) return;
    const entries = due.map(({ atMs, alert }) => ({ timeMs: atMs, payload: JSON.stringify({ alert }) }));
    await outbox.enqueue(channel, entries, toMs);
    this.#deliveries[kind].wake();
  }

  #delivery(kind: EvidenceKind): OutboxDelivery {
    const { outbox, clock, log, sleep = systemSleep, random = Math.random } = this.#options;
    return new OutboxDelivery({
      channel: EVIDENCE_CHANNELS[kind],
      outbox,
      deliver: (entry, signal) => this.#deliver(kind, entry, signal),
      maxAgeMs: MAX_AGE_MS,
      paceMs: () => PACE_MS,
      clock,
      sleep,
      random,
      log,
    });
  }

  async #deliver(kind: EvidenceKind, entry: OutboxEntry, signal: AbortSignal): Promise<Delivered> {
    const alert = alertOf(entry);
    try {
      if (await this.#isNeedless(kind, entry, alert)) return { kind: 'taken' };
      const writer = this.#options.writer(signal);
      const done = await (kind === 'memo' ? writer.writeMemo(alert) : writer.writeAnnotation(alert));
      this.#options.log.info({ alert, [kind]: done }, 'evidence of an alert of Mackerel');
      return { kind: 'taken' };
    } catch (error) {
      if (error instanceof MackerelError) return deliveredAs(error);
      // Reading history failed: it may do so no more in a while.
      const cause = error instanceof Error ? error.message : String(error);
      return { kind: 'retry', cause: `reading what was going on failed: ${cause}`, notBeforeMs: 0 };
    }
  }

  /** After an outage many wait of one alert, and the last says all. */
  async #isNeedless(kind: EvidenceKind, entry: OutboxEntry, alert: string): Promise<boolean> {
    const waiting = await this.#options.outbox.next(EVIDENCE_CHANNELS[kind], LOOK_AHEAD);
    return waiting.some((other) => other.id !== entry.id && alertOf(other) === alert);
  }
}

function alertOf({ payload }: OutboxEntry): string {
  return (JSON.parse(payload) as { readonly alert: string }).alert;
}
