import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  MeterProvider,
  type MetricProducer,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';

import { type Clock, SECOND_MS } from '../../domain/clock.js';
import type { Log } from '../../domain/log.js';
import { metricData, type OtlpFigures } from './metric-data.js';
import type { OtlpConfig } from './otlp-schema.js';
import type { OtlpSender } from './otlp-sender.js';
import { messagesOf } from './split-metrics.js';

/** All messages of one time together may take so long. */
const LONGEST_EXPORT_MS = 30 * SECOND_MS;
const STOP_WITHIN_MS = 2 * SECOND_MS;
const SUCCESS = 0;
const FAILED = 1;

export interface OtlpCounts {
  readonly sent: number;
  readonly failed: number;
  readonly rejectedPoints: number;
}

export interface OtlpPublisherOptions {
  readonly config: OtlpConfig;
  readonly sender: Pick<OtlpSender, 'send' | 'close'>;
  readonly figures: () => Omit<OtlpFigures, 'nowMs' | 'vantage'>;
  readonly vantage: string;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Tells a collector all metrics at an interval, by OpenTelemetry's SDK: its reader asks our producer, which makes
 * data points of what is counted anyway. Nothing waits that could not be sent: the next time says it as well.
 */
export class OtlpPublisher implements PushMetricExporter {
  readonly #options: OtlpPublisherOptions;
  readonly #provider: MeterProvider;
  #counts: OtlpCounts = { sent: 0, failed: 0, rejectedPoints: 0 };
  #trouble: string | null = null;

  constructor(options: OtlpPublisherOptions) {
    this.#options = options;
    const { config, vantage, version } = options;
    const resource = resourceFromAttributes({
      'service.name': 'resolver-slo',
      'service.version': version,
      'service.instance.id': vantage,
    });
    const reader = new PeriodicExportingMetricReader({
      exporter: this,
      exportIntervalMillis: config.everyMs,
      exportTimeoutMillis: Math.min(LONGEST_EXPORT_MS, config.everyMs),
      metricProducers: [this.#producer(resource)],
    });
    this.#provider = new MeterProvider({ resource, readers: [reader] });
  }

  counts(): OtlpCounts {
    return this.#counts;
  }

  /** Sends what there is, without waiting for the interval. */
  async flush(): Promise<void> {
    await this.#provider.forceFlush();
  }

  /** Sends a last time, for which it takes 2 s at most. Never rejects. */
  async stop(): Promise<void> {
    const over = new AbortController();
    const limit = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, STOP_WITHIN_MS);
      over.signal.addEventListener('abort', () => clearTimeout(timer));
    });
    const ended = this.#provider.shutdown().catch((error: unknown) => {
      this.#options.log.debug({ err: error }, 'ending the export by OTLP failed');
    });
    await Promise.race([ended, limit]);
    over.abort();
    this.#options.sender.close();
  }

  // PushMetricExporter

  export(metrics: ResourceMetrics, done: (result: { code: number; error?: Error }) => void): void {
    void this.#sendAll(messagesOf(metrics)).then((cause) =>
      done(cause === null ? { code: SUCCESS } : { code: FAILED, error: new Error(cause) }),
    );
  }

  selectAggregationTemporality(): AggregationTemporality {
    return AggregationTemporality.CUMULATIVE;
  }

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }

  #producer(resource: ResourceMetrics['resource']): MetricProducer {
    const { config, figures, vantage, version, clock } = this.#options;
    return {
      collect: () => {
        const metrics = metricData({ ...figures(), vantage, nowMs: clock.nowMs() }, config.histogram);
        const scopeMetrics = [{ scope: { name: 'resolver-slo', version }, metrics }];
        return Promise.resolve({ resourceMetrics: { resource, scopeMetrics }, errors: [] });
      },
    };
  }

  /** One after the other; what fails ends it. Why it failed, `null` if nothing did. */
  async #sendAll(messages: readonly Uint8Array[]): Promise<string | null> {
    for (const message of messages) {
      const sent = await this.#options.sender.send(message);
      if (sent.kind === 'failed') {
        this.#counts = { ...this.#counts, failed: this.#counts.failed + 1 };
        this.#tell(sent.cause);
        return sent.cause;
      }
      const { rejected } = sent;
      const rejectedPoints = this.#counts.rejectedPoints + (rejected?.points ?? 0);
      this.#counts = { ...this.#counts, sent: this.#counts.sent + 1, rejectedPoints };
      this.#tell(rejected === null ? null : `rejected ${String(rejected.points)} points: ${rejected.message}`);
    }
    return null;
  }

  /** A trouble is told when it begins, when it changes, and when it is over. */
  #tell(trouble: string | null): void {
    const before = this.#trouble;
    this.#trouble = trouble;
    if (trouble === before) return;
    if (trouble === null) this.#options.log.info({}, 'metrics are taken by OTLP again');
    else
      this.#options.log.warn(
        { cause: trouble },
        'metrics cannot be sent by OTLP, or not all of them; it is tried again',
      );
  }
}
