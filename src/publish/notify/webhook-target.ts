import { type Clock, DAY_MS } from '../../domain/clock.js';
import type { Log } from '../../domain/log.js';
import type { RecordEvent } from '../../domain/record-event.js';
import type { DeliveryCounts } from '../outbound/delivery-reporter.js';
import type { OutboundRequest, OutboundResult } from '../outbound/outbound-client.js';
import { type Delivered, OutboxDelivery } from '../outbound/outbox-delivery.js';
import { type Sleep, systemSleep } from '../outbound/sleep.js';
import type { Outbox, OutboxEntry } from '../ports.js';
import type { EventContext } from './event-json.js';
import type { NotifyTarget } from './notify-target.js';
import { postEvent } from './post-event.js';
import { readToldEvent, type ToldEvent, toldEvent } from './told-event.js';
import { wantedEvents } from './wanted-events.js';

/** Outbox channels of targets begin so. */
export const NOTIFY_CHANNELS = 'notify:';

/** Whoever was away for longer reads the page. */
const MAX_AGE_MS = 3 * DAY_MS;
const PACE_MS = 100;

export interface WebhookTargetOptions {
  readonly target: NotifyTarget;
  readonly outbox: Outbox;
  readonly client: { send(request: OutboundRequest): Promise<OutboundResult> };
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Default: real time. */
  readonly sleep?: Sleep;
  /** In [0, 1), for jitter; default `Math.random`. */
  readonly random?: () => number;
}

/** Where events are read from; the store's journal fits. */
export interface Events {
  latest(): Promise<number>;
  after(position: number, limit: number): Promise<{ readonly events: readonly RecordEvent[]; readonly upTo: number }>;
}

const AT_ONCE = 100;

/**
 * Tells one target of the events that it asked for, each once into the outbox and from there in order, until
 * it takes them; nothing that was before the target was first seen.
 */
export class WebhookTarget {
  readonly #options: WebhookTargetOptions;
  readonly #channel: string;
  readonly #delivery: OutboxDelivery;
  /** Up to which event all are in the outbox, as the store has it; `null`: not read yet. */
  #position: number | null = null;
  #lastMs = -Infinity;

  constructor(options: WebhookTargetOptions) {
    this.#options = options;
    this.#channel = channelOf(options.target);
    this.#delivery = new OutboxDelivery({
      channel: this.#channel,
      outbox: options.outbox,
      deliver: (entry, signal) => this.#post(entry, signal),
      maxAgeMs: MAX_AGE_MS,
      paceMs: () => PACE_MS,
      clock: options.clock,
      sleep: options.sleep ?? systemSleep,
      random: options.random ?? Math.random,
      log: options.log,
    });
  }

  get name(): string {
    return this.#options.target.name;
  }

  start(): void {
    this.#delivery.start();
  }

  /** Ends within about 2 s; what is not delivered stays in the outbox. */
  async stop(): Promise<void> {
    await this.#delivery.stop();
  }

  /** Takes events over that are new; afterwards a crash cannot lose them, nor tell them twice. */
  async takeNew(journal: Events, context: EventContext): Promise<void> {
    const latest = await journal.latest();
    let position = this.#position ?? (await this.#firstPosition(latest));
    while (position < latest) {
      const { events, upTo } = await journal.after(position, AT_ONCE);
      await this.#enqueue(events, upTo, context);
      position = Math.max(upTo, position + 1);
    }
    this.#position = position;
  }

  depth(): ReturnType<Outbox['depth']> {
    return this.#options.outbox.depth(this.#channel);
  }

  counts(): DeliveryCounts {
    return this.#delivery.counts();
  }

  /** Where an earlier run came to; a new target begins with what comes. */
  async #firstPosition(latest: number): Promise<number> {
    const { outbox } = this.#options;
    const kept = await outbox.watermark(this.#channel);
    if (kept !== null) return kept;
    await outbox.enqueue(this.#channel, [], latest);
    return latest;
  }

  async #enqueue(events: readonly RecordEvent[], upTo: number, context: EventContext): Promise<void> {
    const { outbox, clock, target } = this.#options;
    // Entries go in order of time: a clock that is set back must not change theirs.
    this.#lastMs = Math.max(this.#lastMs, clock.nowMs());
    const timeMs = this.#lastMs;
    const open = target.criticalOnly ? await outbox.openAlerts(this.#channel) : new Set<string>();
    const told = events.map((event) => toldEvent(event, context));
    const entries = wantedEvents(target, told, open).map((wanted) => {
      const alert = wanted.alert === null ? {} : { alert: wanted.alert };
      return { timeMs, payload: JSON.stringify(wanted.told), ...alert };
    });
    await outbox.enqueue(this.#channel, entries, upTo);
    this.#position = upTo;
    if (entries.length > 0) this.#delivery.wake();
  }

  async #post({ payload }: OutboxEntry, signal: AbortSignal): Promise<Delivered> {
    const told = readable(payload);
    if (told === null) return { kind: 'refused', reason: 'what is kept of the event cannot be read' };
    return (await postEvent(this.#options.target, told, this.#options, signal)).delivered;
  }
}

function readable(payload: string): ToldEvent | null {
  try {
    return readToldEvent(payload);
  } catch {
    return null;
  }
}

export function channelOf({ name }: Pick<NotifyTarget, 'name'>): string {
  return `${NOTIFY_CHANNELS}${name}`;
}
