import { Registry } from 'prom-client';

import type { AttemptBatch, ProberHealth } from '../../domain/attempt-batch.js';
import type { Log } from '../../domain/log.js';
import { silentLog } from '../../domain/log.js';
import { type Snapshot, snapshotStatuses } from '../../domain/snapshot.js';
import { AttemptCounts, type CountedSeries } from './attempt-counts.js';
import { BucketCounts } from './bucket-counts.js';
import type { Sample } from './computed-metrics.js';
import { registerComputed, registerComputedHistogram } from './computed-metrics.js';
import { ConnectionCounts } from './connection-counts.js';
import { MeasuredSeries, type PlannedSeries } from './measured-series.js';
import { PhaseCounts } from './phase-counts.js';
import { SLO_METRICS } from './slo-samples.js';
import { StubCounts } from './stub-counts.js';

/** A figure of another part of the daemon, asked for at every scrape. */
export interface MetricSource {
  /** `resolver_slo_…`, a counter's ending in `_total`. */
  readonly name: string;
  readonly help: string;
  readonly kind: 'gauge' | 'counter';
  /** `null` (or no sample) where there is no data. */
  readonly collect: () => SourceValue | Promise<SourceValue>;
}

export type SourceValue = number | null | readonly Sample[];

const LAG_BOUNDS_US: readonly number[] = [
  10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000,
];
const SECONDS_PER_US = 1e-6;

/** Everything the daemon exports in Prometheus' text format. */
export class Metrics {
  readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;
  readonly #registry = new Registry();
  readonly #attempts = new AttemptCounts();
  readonly #phases = new PhaseCounts();
  readonly #connections = new ConnectionCounts();
  readonly #stubs = new StubCounts();
  readonly #sendLagUs = new BucketCounts(LAG_BOUNDS_US);
  readonly #loopLagUs = new BucketCounts(LAG_BOUNDS_US);
  readonly #log: Log;
  #suspicious = 0;
  #clamped = 0;
  #receiveClock: ProberHealth['receiveClock'] | null = null;
  #snapshot: Snapshot | null = null;

  constructor(options: { readonly version: string; readonly log?: Log }) {
    this.#log = options.log ?? silentLog;
    this.#registerAttempts();
    this.#registerConnections();
    this.#registerStubs();
    this.#registerHealth();
    this.#registerSlos();
    this.#registerProcess(options.version);
  }

  /** Counts a batch in; called once per batch. */
  addBatch(batch: AttemptBatch): void {
    this.#attempts.add(batch);
    this.#phases.add(batch);
    this.#connections.add(batch.connections);
    this.#stubs.add(batch.stubs);
    const { sendLagUs, loopLagUs, suspicious, clamped, receiveClock } = batch.health;
    // A timer may fire a hair early; a lag below zero would lower the sum.
    for (const lagUs of sendLagUs) this.#sendLagUs.add(Math.max(0, lagUs));
    for (const lagUs of loopLagUs) this.#loopLagUs.add(Math.max(0, lagUs));
    this.#suspicious += suspicious;
    this.#clamped += clamped;
    this.#receiveClock = receiveClock;
  }

  /**
   * Says which series are measured from now on. Their counters exist before their first attempt, those
   * that were known go on, and everything about others is forgotten.
   */
  knowSeries(planned: readonly PlannedSeries[]): void {
    const measured = new MeasuredSeries(planned);
    this.#attempts.know(planned, measured);
    this.#phases.keepOnly(measured);
    this.#connections.keepOnly(measured);
    this.#stubs.keepOnly(measured);
  }

  /** Shows these SLOs from now on, internal ones too. */
  setSnapshot(snapshot: Snapshot): void {
    this.#snapshot = snapshot;
  }

  /** What is counted of attempts, by series; it goes on counting. */
  countedSeries(): readonly CountedSeries[] {
    return this.#attempts.series();
  }

  /** The last that is shown; `null` before the first. */
  get snapshot(): Snapshot | null {
    return this.#snapshot;
  }

  /** Adds a figure of another part. Throws when the name is taken. One that fails is left out of that scrape, and logged. */
  registerSource(source: MetricSource): void {
    registerComputed(source.kind, {
      name: source.name,
      help: source.help,
      registry: this.#registry,
      collect: () => this.#collectSource(source),
    });
  }

  /** The exposition (text format 0.0.4). A metric without samples is absent: what is not in use has no name either. */
  async text(): Promise<string> {
    const names = this.#registry.getMetricsAsArray().map(({ name }) => name);
    const blocks = await Promise.all(names.map((name) => this.#registry.getSingleMetricAsString(name)));
    const isSampled = (block: string): boolean => /^[^#\s]/m.test(block);
    return `${blocks.filter(isSampled).join('\n\n')}\n`;
  }

  async #collectSource(source: MetricSource): Promise<readonly Sample[]> {
    try {
      const value = await source.collect();
      if (value === null) return [];
      return typeof value === 'number' ? [{ labels: {}, value }] : value;
    } catch (error) {
      this.#log.warn({ err: error, metric: source.name }, 'a metric could not be collected');
      return [];
    }
  }

  #registerAttempts(): void {
    registerComputed('counter', {
      name: 'resolver_slo_attempts_total',
      help: 'Attempts by series and outcome since the daemon started.',
      registry: this.#registry,
      collect: () => this.#attempts.outcomeSamples(),
    });
    registerComputedHistogram({
      name: 'resolver_slo_rtt_seconds',
      help: 'Round-trip times of replies, answered and other ones; attempts without a reply have none.',
      registry: this.#registry,
      secondsPerUnit: SECONDS_PER_US,
      collect: () => this.#attempts.rttHistograms(),
    });
    registerComputedHistogram({
      name: 'resolver_slo_phase_seconds',
      help: 'Parts of the time of attempts that opened a connection: connect, tls, query.',
      registry: this.#registry,
      secondsPerUnit: SECONDS_PER_US,
      collect: () => this.#phases.histograms(),
    });
  }

  #registerConnections(): void {
    this.registerSource({
      name: 'resolver_slo_connections_opened_total',
      help: 'Connections opened to a resolver over TCP, DoT or DoH.',
      kind: 'counter',
      collect: () => this.#connections.opened(),
    });
    this.registerSource({
      name: 'resolver_slo_connections_reopened_total',
      help: 'Of these, the ones that replaced a kept connection which the other side had ended before its age.',
      kind: 'counter',
      collect: () => this.#connections.reopened(),
    });
    this.registerSource({
      name: 'resolver_slo_queries_asked_again_total',
      help: 'Queries over TCP, DoT or DoH that were asked a second time, by reason: closed, unprocessed.',
      kind: 'counter',
      collect: () => this.#connections.askedAgain(),
    });
    this.registerSource({
      name: 'resolver_slo_certificate_expiry_timestamp_seconds',
      help: 'When the certificate of a DoT or DoH resolver, as last seen, expires; seconds since the Unix epoch.',
      kind: 'gauge',
      collect: () => this.#connections.certificateExpiry(),
    });
  }

  #registerStubs(): void {
    this.registerSource({
      name: 'resolver_slo_stub_queries_total',
      help: 'Queries that a stub sent to a resolver; more than its resolutions where it goes on to others.',
      kind: 'counter',
      collect: () => this.#stubs.asked(),
    });
    this.registerSource({
      name: 'resolver_slo_stub_answers_total',
      help: 'Resolutions of a stub that this resolver answered.',
      kind: 'counter',
      collect: () => this.#stubs.answered(),
    });
  }

  #registerHealth(): void {
    this.#registerLag('resolver_slo_send_lag_seconds', 'Actual minus scheduled send time.', this.#sendLagUs);
    this.#registerLag('resolver_slo_loop_lag_seconds', "How late the prober's timers fired.", this.#loopLagUs);
    this.registerSource({
      name: 'resolver_slo_suspicious_replies_total',
      help: 'Datagrams ignored for a wrong id, question or source address.',
      kind: 'counter',
      collect: () => this.#suspicious,
    });
    this.registerSource({
      name: 'resolver_slo_rtt_clamped_total',
      help: 'Round-trip times that were clamped into 1 µs to 60 s.',
      kind: 'counter',
      collect: () => this.#clamped,
    });
    this.registerSource({
      name: 'resolver_slo_receive_clock_info',
      help: 'Whose clock receive times come from: the kernel, or the process (user).',
      kind: 'gauge',
      collect: () => (this.#receiveClock === null ? null : [{ labels: { clock: this.#receiveClock }, value: 1 }]),
    });
  }

  #registerLag(name: string, help: string, buckets: BucketCounts): void {
    const collect = () => [{ labels: {}, buckets }];
    registerComputedHistogram({ name, help, registry: this.#registry, secondsPerUnit: SECONDS_PER_US, collect });
  }

  #registerSlos(): void {
    for (const { name, help, samplesOf } of SLO_METRICS) {
      const collect = () => snapshotStatuses(this.#snapshot).flatMap(samplesOf);
      this.registerSource({ name, help, kind: 'gauge', collect });
    }
    this.registerSource({
      name: 'resolver_slo_evaluated_timestamp_seconds',
      help: 'When the SLOs were last evaluated, seconds since the Unix epoch.',
      kind: 'gauge',
      collect: () => (this.#snapshot === null ? null : this.#snapshot.evaluatedAtMs / 1_000),
    });
  }

  #registerProcess(version: string): void {
    const startedAtSeconds = Math.round(Date.now() / 1_000 - process.uptime());
    const gauge = (name: string, help: string, collect: () => SourceValue): void =>
      this.registerSource({ name, help, kind: 'gauge', collect });
    gauge('resolver_slo_build_info', 'The running version.', () => [{ labels: { version }, value: 1 }]);
    gauge('process_resident_memory_bytes', 'Resident memory of the daemon.', () => process.memoryUsage.rss());
    gauge(
      'process_start_time_seconds',
      'When the daemon started, seconds since the Unix epoch.',
      () => startedAtSeconds,
    );
    this.registerSource({
      name: 'process_cpu_seconds_total',
      help: 'User and system CPU time of the daemon, all threads.',
      kind: 'counter',
      collect: () => (process.cpuUsage().user + process.cpuUsage().system) / 1e6,
    });
  }
}
