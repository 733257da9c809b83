import { type Clock, MINUTE_MS } from '../domain/clock.js';
import { formatDuration } from '../domain/duration.js';
import { CHECKS_CHANNEL } from '../publish/mackerel/checks/check-poster.js';
import { EVIDENCE_CHANNELS } from '../publish/mackerel/evidence/evidence-delivery.js';
import { HOST_CHANNEL } from '../publish/mackerel/host/host-destination.js';
import { MACKEREL_CHANNEL } from '../publish/mackerel/service-points.js';
import type { DeliveryCounts } from '../publish/outbound/delivery-reporter.js';
import type { Outbox } from '../publish/ports.js';
import type { Metrics } from '../publish/prometheus/metrics.js';

/** What leaves for Mackerel, and its channel of the outbox. */
const CHANNELS = {
  service: MACKEREL_CHANNEL,
  host: HOST_CHANNEL,
  checks: CHECKS_CHANNEL,
  memos: EVIDENCE_CHANNELS.memo,
  annotations: EVIDENCE_CHANNELS.annotation,
} as const;

export type MackerelChannel = keyof typeof CHANNELS;

/** What waits for longer is a sign that something is wrong. */
const LATE_MS = 15 * MINUTE_MS;

interface Waiting {
  readonly channel: MackerelChannel;
  readonly count: number;
  readonly parked: number;
  readonly oldestMs: number | null;
}

/** What of the outbox waits for Mackerel, told in metrics and as a sign of health. */
export class MackerelOutbox {
  readonly #outbox: Pick<Outbox, 'depth'>;
  readonly #clock: Clock;
  readonly #counts = new Map<MackerelChannel, () => DeliveryCounts>();

  constructor(outbox: Pick<Outbox, 'depth'>, clock: Clock, metrics: Metrics) {
    this.#outbox = outbox;
    this.#clock = clock;
    this.#register(metrics);
  }

  /** From now on something is sent by this channel, and these are its counts; `null`: nothing is any more. */
  sends(channel: MackerelChannel, counts: (() => DeliveryCounts) | null): void {
    if (counts === null) this.#counts.delete(channel);
    else this.#counts.set(channel, counts);
  }

  /** What an operator should look at, a sentence each. */
  async warnings(): Promise<readonly string[]> {
    const nowMs = this.#clock.nowMs();
    return (await this.#waiting()).flatMap(({ channel, count, parked, oldestMs }) => {
      const lateMs = oldestMs === null ? 0 : nowMs - oldestMs;
      const minutes = formatDuration(Math.floor(lateMs / MINUTE_MS) * MINUTE_MS);
      return [
        ...(lateMs > LATE_MS
          ? [`Mackerel, ${channel}: requests waiting: ${String(count)}, the oldest for ${minutes}`]
          : []),
        ...(parked > 0 ? [`Mackerel, ${channel}: requests refused and put aside: ${String(parked)}`] : []),
      ];
    });
  }

  /** Of channels that are in use, or hold something from when they were. */
  async #waiting(): Promise<readonly Waiting[]> {
    const all = await Promise.all(
      Object.entries(CHANNELS).map(async ([name, key]) => {
        const channel = name as MackerelChannel;
        return { channel, ...(await this.#outbox.depth(key)) };
      }),
    );
    return all.filter(({ channel, count, parked }) => this.#counts.has(channel) || count + parked > 0);
  }

  #register(metrics: Metrics): void {
    const gauge = (name: string, help: string, valueOf: (waiting: Waiting) => number | null): void => {
      metrics.registerSource({
        name,
        help,
        kind: 'gauge',
        collect: async () => {
          const samples = (await this.#waiting()).flatMap((waiting) => {
            const value = valueOf(waiting);
            return value === null ? [] : [{ labels: { channel: waiting.channel }, value }];
          });
          return samples.length === 0 ? null : samples;
        },
      });
    };
    const counter = (name: string, help: string, valueOf: (counts: DeliveryCounts) => number): void => {
      const samples = () =>
        [...this.#counts].map(([channel, counts]) => ({ labels: { channel }, value: valueOf(counts()) }));
      metrics.registerSource({
        name,
        help,
        kind: 'counter',
        collect: () => (this.#counts.size === 0 ? null : samples()),
      });
    };
    const ageOf = ({ oldestMs }: Waiting) => (oldestMs === null ? null : (this.#clock.nowMs() - oldestMs) / 1_000);
    gauge('resolver_slo_mackerel_outbox_requests', 'Requests waiting to be sent to Mackerel', ({ count }) => count);
    gauge(
      'resolver_slo_mackerel_outbox_parked_requests',
      'Requests that Mackerel refused for good and that were put aside',
      ({ parked }) => parked,
    );
    gauge('resolver_slo_mackerel_outbox_age_seconds', 'Age of the oldest of those that wait', ageOf);
    counter(
      'resolver_slo_mackerel_sent_requests_total',
      'Requests that Mackerel took, or that a later one made needless',
      ({ taken }) => taken,
    );
    counter(
      'resolver_slo_mackerel_dropped_requests_total',
      'Requests given up because they were too old for Mackerel',
      ({ dropped }) => dropped,
    );
  }
}
