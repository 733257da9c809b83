import { IncidentKeeper } from '../app/operator/incident-keeper.js';
import type { Config } from '../config/config.js';
import { type Clock, SECOND_MS } from '../domain/clock.js';
import type { IncidentChange } from '../domain/incident-proposal.js';
import { DEFAULT_LANGUAGE } from '../domain/language.js';
import type { Log } from '../domain/log.js';
import type { Snapshot } from '../domain/snapshot.js';
import { DICTIONARIES } from '../publish/text/languages.js';
import type { SqliteStore } from '../record/store/sqlite/sqlite-store.js';
import { startTicker, type Ticker } from './ticker.js';

const EVERY_MS = SECOND_MS;

/** Opens and ends incidents as alerts come and go, beside judging and never in its way: it takes the latest snapshot. */
export class AutoIncidents {
  readonly #keeper: IncidentKeeper;
  readonly #log: Log;
  readonly #ticker: Ticker;
  #noticed: { readonly snapshot: Snapshot; readonly config: Config } | null = null;

  constructor({ operators, chronicle }: SqliteStore, { clock, log }: { readonly clock: Clock; readonly log: Log }) {
    this.#keeper = new IncidentKeeper({ store: operators, alertLog: chronicle, watchedSinceMs: clock.nowMs() });
    this.#log = log;
    this.#ticker = startTicker('incidents', EVERY_MS, () => this.#work(), log);
  }

  notice(snapshot: Snapshot, config: Config): void {
    this.#noticed = { snapshot, config };
  }

  async close(): Promise<void> {
    await this.#ticker.stop();
  }

  async #work(): Promise<void> {
    const noticed = this.#noticed;
    this.#noticed = null;
    if (noticed === null) return;
    const { incidents, publicHttp } = noticed.config;
    const language = DICTIONARIES[publicHttp?.languages[0] ?? DEFAULT_LANGUAGE];
    for (const change of await this.#keeper.work(noticed.snapshot, { mode: incidents.auto, language }))
      this.#tell(change);
  }

  #tell(change: IncidentChange): void {
    switch (change.kind) {
      case 'propose':
        return this.#log.warn({ title: change.words.title }, 'an incident is proposed: see `incident list`');
      case 'publish':
        return this.#log.warn({ proposal: change.proposal }, 'a proposed incident was published');
      case 'lapse':
        return this.#log.info({ proposal: change.proposal }, 'a proposed incident lapsed: its alerts have resolved');
      case 'extend':
        return this.#log.info({ proposal: change.proposal }, 'a proposed incident has more reasons');
      case 'affect':
        return this.#log.info({ incident: change.incident, slos: change.slos }, 'an incident affects more SLOs');
      case 'tell':
        return this.#log.info({ incident: change.incident, status: change.update.state }, 'an incident was updated');
      default:
        change satisfies never;
    }
  }
}
