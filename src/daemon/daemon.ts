import { OperatorDesk } from '../app/operator/operator-desk.js';
import type { Advance } from '../app/standstill.js';
import type { Config } from '../config/config.js';
import type { AttemptBatch } from '../domain/attempt-batch.js';
import { SECOND_MS, type Clock } from '../domain/clock.js';
import type { Log } from '../domain/log.js';
import type { MackerelAlert } from '../domain/mackerel-alert.js';
import { roundMsByName } from '../domain/probe-definition.js';
import type { AdminQueries } from '../publish/admin/admin-queries.js';
import { requireExtraCertificates } from '../measure/transport/stream/extra-certificates.js';
import { startAdminListener, type AdminListener } from '../publish/admin/admin-listener.js';
import type { LabConfig } from '../lab/config.js';
import type { AdminListenerConfig, WebhooksListenerConfig } from '../publish/config.js';
import type { PublicListener } from '../publish/http/public-listener.js';
import { startWebhooksListener, type WebhooksListener } from '../publish/http/webhooks-listener.js';
import { Metrics } from '../publish/prometheus/metrics.js';
import type { CellDamage } from '../record/cell-damage.js';
import { keptHistory } from '../record/kept-history.js';
import { Recorder } from '../record/recorder.js';
import { openStore } from '../record/store/sqlite/open-store.js';
import type { SqliteStore } from '../record/store/sqlite/sqlite-store.js';
import { answerLatency } from './answer-latency.js';
import { AutoIncidents } from './auto-incidents.js';
import { importDemoHistory } from './demo-history.js';
import { CorrectionSlot } from './correction-slot.js';
import { damageLogger } from './damage-logger.js';
import { DaemonError } from './errors.js';
import { EvidenceSlot } from './evidence-slot.js';
import { HeartbeatSlot } from './heartbeat-slot.js';
import { HistoryThread } from './history/thread.js';
import { Judging } from './judging.js';
import { readScenario, startLabThread, type LabThread } from './lab-thread.js';
import { ListenerSlot } from './listener-slot.js';
import { MackerelOutbox } from './mackerel-outbox.js';
import { MackerelSlot } from './mackerel-slot.js';
import { measurePlan, plannedSeries, transportOf } from './measure-plan.js';
import { NotifySlot } from './notify-slot.js';
import { OtlpSlot } from './otlp-slot.js';
import { ProberThread } from './prober-thread.js';
import { RecordWatch } from './record-watch.js';
import { ExportWatch } from './site/export-watch.js';
import { type SiteThreadOptions, startSiteThread } from './site/thread.js';
import { startTicker, type Ticker } from './ticker.js';

const TICK_MS = SECOND_MS;

export interface DaemonDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
}

/** What the public site is started anew for when it changes. */
type PublicSiteConfig = Pick<SiteThreadOptions, 'config' | 'rounds' | 'retention'>;

function publicSiteConfig({ publicHttp, probes, retention }: Config): PublicSiteConfig | null {
  const roundMsOf = roundMsByName(probes);
  const rounds = Object.fromEntries(probes.map(({ name }) => [name, roundMsOf(name)]));
  return publicHttp === null ? null : { config: publicHttp, rounds, retention };
}

interface StoreWatch {
  /** One for all who read the store, so that each damage is logged once. */
  readonly onDamage: (damage: CellDamage) => void;
}

/**
 * Everything that runs between start and stop. Measuring and writing start as soon as there is a
 * store; judging and showing follow.
 */
export class Daemon {
  readonly #deps: DaemonDeps;
  readonly #store: SqliteStore;
  readonly #markerKey: string;
  readonly #recorder: Recorder;
  readonly #thread: HistoryThread;
  readonly #metrics: Metrics;
  readonly #prober: ProberThread;
  readonly #waiting: MackerelOutbox;
  readonly #mackerel: MackerelSlot;
  readonly #notify: NotifySlot;
  readonly #evidence: EvidenceSlot;
  readonly #corrections: CorrectionSlot;
  readonly #otlp: OtlpSlot;
  readonly #heartbeat: HeartbeatSlot;
  readonly #incidents: AutoIncidents;
  readonly #records: RecordWatch;
  readonly #exports: ExportWatch;
  readonly #onDamage: StoreWatch['onDamage'];
  readonly #public: ListenerSlot<PublicSiteConfig, PublicListener>;
  readonly #admin: ListenerSlot<AdminListenerConfig, AdminListener>;
  readonly #webhooks: ListenerSlot<WebhooksListenerConfig, WebhooksListener>;
  #config: Config;
  #judging: Judging | null = null;
  #lab: LabThread | null = null;
  #ticker: Ticker | null = null;
  #heardOfProberMs: number | null = null;
  #lastAttemptMs: number | null = null;
  #judgedAtMs: number | null = null;

  private constructor(config: Config, store: SqliteStore, markerKey: string, deps: DaemonDeps & StoreWatch) {
    this.#config = config;
    this.#deps = deps;
    this.#store = store;
    this.#markerKey = markerKey;
    this.#recorder = new Recorder({ store, retention: config.retention, ...deps });
    this.#thread = new HistoryThread(config.store.file, deps.log, deps.onDamage);
    this.#metrics = new Metrics(deps);
    const waiting = new MackerelOutbox(store.outbox, deps.clock, this.#metrics);
    this.#waiting = waiting;
    this.#mackerel = new MackerelSlot({ ...deps, outbox: store.outbox, goodAddresses: store.goodAddresses, waiting });
    this.#notify = new NotifySlot(store, deps, this.#metrics);
    this.#heartbeat = new HeartbeatSlot(
      { ...deps, goodAddresses: store.goodAddresses, advance: () => this.#advance() },
      this.#metrics,
    );
    this.#otlp = new OtlpSlot({ ...deps, goodAddresses: store.goodAddresses, metrics: this.#metrics });
    this.#corrections = new CorrectionSlot({ store, ...deps });
    this.#evidence = new EvidenceSlot({ store, thread: this.#thread, waiting, ...deps });
    this.#incidents = new AutoIncidents(store, deps);
    this.#records = new RecordWatch(store.operators);
    this.#exports = new ExportWatch(this.#metrics);
    this.#onDamage = deps.onDamage;
    this.#public = new ListenerSlot((listener) => this.#startPublic(listener));
    this.#admin = new ListenerSlot((listener) => this.#startAdmin(listener));
    this.#webhooks = new ListenerSlot((config) => startWebhooksListener({ config, keep: this.#keep, log: deps.log }));
    this.#prober = new ProberThread(
      measurePlan(config, markerKey),
      (batch) => {
        this.#metrics.addBatch(batch);
        this.#recorder.add(batch);
        this.#hear(batch);
      },
      deps.log,
    );
  }

  /** Throws `StoreError`, `DaemonError`, `MeasureError` or `ListenError`; what had been started is stopped again. */
  static async start(config: Config, deps: DaemonDeps): Promise<Daemon> {
    requireExtraCertificates(config.probes.flatMap(({ resolvers }) => resolvers));
    const { clock, log } = deps;
    const onDamage = damageLogger(log);
    const store = openStore({ file: config.store.file, access: 'daemon', clock, onDamage });
    const daemon = await Daemon.#on(store, config, { ...deps, onDamage });
    try {
      await daemon.#start();
    } catch (error) {
      await daemon
        .stop()
        .catch((err: unknown) => deps.log.error({ err }, 'ending after a failed start failed as well'));
      throw error;
    }
    return daemon;
  }

  static async #on(store: SqliteStore, config: Config, deps: DaemonDeps & StoreWatch): Promise<Daemon> {
    try {
      return new Daemon(config, store, await store.markerKey(), deps);
    } catch (error) {
      store.close();
      throw error;
    }
  }

  /** Where the page is; `null` without a public listener. */
  get pageUrl(): string | null {
    return this.#public.listener?.url ?? null;
  }

  get adminUrl(): string | null {
    return this.#admin.listener?.url ?? null;
  }

  get webhooksUrl(): string | null {
    return this.#webhooks.listener?.url ?? null;
  }

  /**
   * Takes a new configuration over. Throws `DaemonError` `RELOAD_REFUSED` for what a running daemon
   * cannot change and `PLAN_REFUSED` for what cannot be measured, `MeasureError` for CAs that cannot be
   * read, `ListenError` when a new address cannot be listened on; the old one then stays.
   */
  async reload(config: Config): Promise<void> {
    this.#refuseUnchangeable(config);
    requireExtraCertificates(config.probes.flatMap(({ resolvers }) => resolvers));
    const judging = await this.#prepared(config);
    await this.#putInForce(config).catch(async (error: unknown) => {
      await this.#putInForce(this.#config);
      throw error;
    });
    this.#metrics.knowSeries(plannedSeries(config));
    const before = this.#judging;
    this.#config = config;
    this.#judging = judging;
    await before?.close();
  }

  /**
   * Stops measuring, writes what is known, and ends in the reverse order of the start. Everything is
   * ended even if one thing fails; the first failure is then thrown.
   */
  async stop(): Promise<void> {
    const steps: readonly (() => Promise<void> | undefined)[] = [
      () => this.#prober.stop(),
      () => this.#ticker?.stop(),
      () => this.#recorder.flush(),
      () => this.#judging?.close(),
      () => this.#incidents.close(),
      // Each gives what it has under way two seconds.
      () => allEnded([this.#mackerel, this.#notify, this.#evidence, this.#corrections, this.#otlp, this.#heartbeat]),
      () => this.#public.close(),
      () => this.#admin.close(),
      () => this.#webhooks.close(),
      () => this.#thread.close(),
      () => this.#lab?.close(),
    ];
    const failures: unknown[] = [];
    for (const step of steps) await step()?.catch((error: unknown) => failures.push(error));
    this.#store.close();
    if (failures.length > 0) throw failures[0];
  }

  async #start(): Promise<void> {
    const { log } = this.#deps;
    if (this.#config.lab !== null) this.#lab = await this.#startLab(this.#config.lab);
    this.#metrics.knowSeries(plannedSeries(this.#config));
    this.#prober.start();
    this.#ticker = startTicker('judge', TICK_MS, () => this.#tick(), log);
    await this.#mackerel.apply(this.#config);
    await this.#notify.apply(this.#config);
    await this.#evidence.apply(this.#config);
    await this.#corrections.apply(this.#config);
    await this.#otlp.apply(this.#config);
    await this.#heartbeat.apply(this.#config);
    await this.#listen(this.#config);
    this.#judging = await this.#prepared(this.#config);
  }

  /** The demo's past first: it takes seconds, and the script of faults counts from the lab's start. */
  async #startLab(lab: LabConfig): Promise<LabThread> {
    const { clock, log } = this.#deps;
    const scenario = await readScenario(lab);
    await importDemoHistory(this.#config, scenario, this.#store, clock, log);
    return startLabThread(lab, scenario, log);
  }

  async #putInForce(config: Config): Promise<void> {
    await this.#listen(config);
    await this.#mackerel.apply(config);
    await this.#notify.apply(config);
    await this.#evidence.apply(config);
    await this.#corrections.apply(config);
    await this.#otlp.apply(config);
    await this.#heartbeat.apply(config);
    // Last, since nothing must be measured by a configuration that is then refused.
    await this.#prober.setPlan(measurePlan(config, this.#markerKey));
  }

  async #listen(config: Config): Promise<void> {
    // The public site takes longer, in its thread: whoever sees the admin listener finds both.
    await this.#public.apply(publicSiteConfig(config));
    await this.#admin.apply(config.adminHttp);
    await this.#webhooks.apply(config.webhooksHttp);
  }

  async #prepared(config: Config): Promise<Judging> {
    const { log, clock } = this.#deps;
    const judging = new Judging(
      config,
      {
        history: this.#store,
        alertStates: this.#store.alertStates,
        failures: this.#store.failureHistory,
        compositions: this.#store.chronicle,
        sliceHours: this.#store.sliceHours,
        thread: this.#thread,
        log,
      },
      config.mackerel === null ? null : this.#mackerel,
    );
    await judging.prepare(clock.nowMs(), this.#recorder.settledToMs);
    return judging;
  }

  async #tick(): Promise<void> {
    await this.#recorder.flush();
    const snapshot = await this.#judging?.tick(this.#deps.clock.nowMs(), this.#recorder.settledToMs);
    if (snapshot === null || snapshot === undefined) return;
    this.#judgedAtMs = snapshot.evaluatedAtMs;
    this.#incidents.notice(snapshot, this.#config);
    this.#metrics.setSnapshot(snapshot);
    this.#admin.listener?.publish(snapshot);
    this.#public.listener?.publish(snapshot);
    this.#public.listener?.publishRecords(await this.#records.current(this.#config.slos));
  }

  #hear({ scheduledAtMs }: AttemptBatch): void {
    this.#heardOfProberMs = this.#deps.clock.nowMs();
    for (const atMs of scheduledAtMs) this.#lastAttemptMs = Math.max(this.#lastAttemptMs ?? 0, atMs);
  }

  #advance(): Advance {
    return {
      heardOfProberMs: this.#heardOfProberMs,
      lastAttemptMs: this.#lastAttemptMs,
      settledToMs: this.#recorder.settledToMs,
      judgedAtMs: this.#judgedAtMs,
    };
  }

  async #startPublic(site: PublicSiteConfig): Promise<PublicListener> {
    const { log, version } = this.#deps;
    const siteKey = await this.#store.siteKey();
    const { file: storeFile } = this.#config.store;
    const [onDamage, onExport] = [this.#onDamage, this.#exports.note];
    return startSiteThread({ ...site, storeFile, siteKey, version, log, onDamage, onExport });
  }

  readonly #keep = (alert: MackerelAlert): Promise<unknown> => this.#store.mackerelAlerts.add(alert);

  #startAdmin(config: AdminListenerConfig): Promise<AdminListener> {
    const [queries, operators] = [this.#adminQueries(), this.#operatorDesk()];
    const webhooks = this.#keep;
    const warnings = () => this.#waiting.warnings();
    const served = { metrics: this.#metrics, queries, operators, webhooks, warnings };
    return startAdminListener({ config, ...served, ...this.#deps });
  }

  #operatorDesk(): OperatorDesk {
    const { clock, log } = this.#deps;
    return new OperatorDesk({
      store: this.#store.operators,
      clock,
      slos: () => this.#config.slos,
      keptAt: (nowMs) => keptHistory(this.#store, this.#config.retention, nowMs),
      effectOf: (correction, nowMs) => {
        const { slos, probes } = this.#config;
        return this.#thread.correctionEffect({ slos, probes, correction, nowMs }).catch((err: unknown) => {
          log.error({ err, correction: correction.id }, 'what a correction does to the figures could not be found out');
          return null;
        });
      },
    });
  }

  #adminQueries(): AdminQueries {
    return {
      series: async () => (await this.#store.series()).map(({ series }) => series),
      latestMinutes: () => this.#thread.latestMinutes(this.#deps.clock.nowMs()),
      transportOf: (series) => transportOf(this.#config, series),
      failures: (query) => this.#thread.failures(query),
      failureLosses: (query) => this.#thread.failureLosses(query),
      ...answerLatency(this.#thread),
    };
  }

  #refuseUnchangeable(config: Config): void {
    for (const section of ['store', 'retention', 'lab'] as const) {
      if (JSON.stringify(config[section]) === JSON.stringify(this.#config[section])) continue;
      const message = `reload: "${section}" cannot change while the daemon runs; restart it`;
      throw new DaemonError('RELOAD_REFUSED', message, section);
    }
  }
}

/** Ends all of them at once, even if one fails; the first failure is then thrown. */
async function allEnded(parts: readonly { close(): Promise<void> }[]): Promise<void> {
  const ended = await Promise.allSettled(parts.map((part) => part.close()));
  const failed = ended.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}
