import type Database from 'better-sqlite3';

import type { Clock } from '../../../domain/clock.js';
import type { CorrectionOffer, NewCorrectionOffer } from '../../../domain/correction-offer.js';
import type { NewIncident, NewIncidentUpdate, NewPostMortem, RecordedIncident } from '../../../domain/incident.js';
import type { IncidentChange, IncidentProposal, KnownIncidents } from '../../../domain/incident-proposal.js';
import type {
  Correction,
  Maintenance,
  NewCorrection,
  NewMaintenance,
  OperatorRecords,
} from '../../../domain/operator-action.js';
import { CorrectionOfferTable } from './correction-offer-table.js';
import { CorrectionTable } from './correction-table.js';
import { changeIncidents } from './incident-changes.js';
import { IncidentProposalTable } from './incident-proposal-table.js';
import { IncidentTable } from './incident-table.js';
import { MaintenanceTable } from './maintenance-table.js';
import type { ProgressTable } from './progress-table.js';
import type { Prunable } from './prunable.js';
import { RevisionTable } from './revision-table.js';
import { attempt } from './sqlite-errors.js';

/** Proposed, published, its SLOs added: more follows from nothing. */
const MOST_ROUNDS = 10;

/**
 * Maintenance, corrections and incidents. What changes what counts raises the version of history in the
 * same transaction. The time of recording is the clock's, nobody can give another.
 */
export class OperatorActions {
  readonly #database: Database.Database;
  readonly #progress: ProgressTable;
  readonly #clock: Clock;
  readonly #maintenances: MaintenanceTable;
  readonly #corrections: CorrectionTable;
  readonly #incidents: IncidentTable;
  readonly #proposals: IncidentProposalTable;
  readonly #offers: CorrectionOfferTable;
  readonly #revision: RevisionTable;

  constructor(database: Database.Database, progress: ProgressTable, clock: Clock) {
    this.#database = database;
    this.#progress = progress;
    this.#clock = clock;
    this.#maintenances = new MaintenanceTable(database);
    this.#corrections = new CorrectionTable(database);
    this.#incidents = new IncidentTable(database);
    this.#proposals = new IncidentProposalTable(database);
    this.#offers = new CorrectionOfferTable(database);
    this.#revision = new RevisionTable(database);
  }

  get tables(): readonly Prunable[] {
    return [this.#maintenances, this.#corrections, this.#incidents, this.#proposals, this.#offers];
  }

  /**
   * Another text whenever anything here has changed, by this process or another: maintenance, corrections,
   * incidents with all that belongs to them, proposals. Reading it costs microseconds.
   */
  revision(): Promise<string> {
    return attempt('reading the revision of records', () => this.#revision.get());
  }

  operatorRecords(): Promise<OperatorRecords> {
    return attempt('reading maintenance and corrections', () => ({
      maintenances: this.#maintenances.all(),
      corrections: this.#corrections.all(),
    }));
  }

  addMaintenance(given: NewMaintenance): Promise<Maintenance> {
    return attempt('recording maintenance', () => this.#changing((nowMs) => this.#maintenances.add(given, nowMs)));
  }

  /** `null` if there is none of this id that was neither cancelled nor over. */
  cancelMaintenance(id: number, by: string): Promise<Maintenance | null> {
    return attempt('cancelling maintenance', () => this.#changing((nowMs) => this.#maintenances.cancel(id, by, nowMs)));
  }

  addCorrection(given: NewCorrection): Promise<Correction> {
    return attempt('recording a correction', () => this.#changing((nowMs) => this.#corrections.add(given, nowMs)));
  }

  /** `null` if there is none of this id that was not revoked yet. */
  revokeCorrection(id: number, by: string): Promise<Correction | null> {
    return attempt('revoking a correction', () => this.#changing((nowMs) => this.#corrections.revoke(id, by, nowMs)));
  }

  /** Keeps what is offered, each source's once; gives those that are new. */
  offerCorrections(offers: readonly NewCorrectionOffer[]): Promise<readonly CorrectionOffer[]> {
    return attempt('offering corrections', () => {
      const known = new Set(this.#offers.all().map(({ source }) => source));
      const fresh = offers.filter(({ source }) => !known.has(source));
      if (fresh.length === 0) return [];
      return this.#writing((nowMs) => fresh.flatMap((offer) => this.#offers.add(offer, nowMs) ?? []));
    });
  }

  /** In order of recording. */
  correctionOffers(): Promise<readonly CorrectionOffer[]> {
    return attempt('reading offered corrections', () => this.#offers.all());
  }

  /** Records the correction that `decide` makes of an offer (`null`: there is none of this id); as `updateIncident()`. */
  acceptOffer(id: number, decide: (offer: CorrectionOffer | null) => NewCorrection): Promise<Correction> {
    return attempt('recording an offered correction', () =>
      this.#changing((nowMs) => {
        const given = decide(this.#offers.find(id));
        const correction = this.#corrections.add(given, nowMs);
        this.#offers.end(id, { outcome: 'accepted', atMs: nowMs, by: given.by, correction: correction.id });
        return correction;
      }),
    );
  }

  /** `null` if there is none of this id that is open. */
  dismissOffer(id: number, by: string): Promise<CorrectionOffer | null> {
    return attempt('dismissing an offered correction', () =>
      this.#writing((nowMs) => {
        if (this.#offers.find(id)?.end !== null) return null;
        this.#offers.end(id, { outcome: 'dismissed', atMs: nowMs, by, correction: null });
        return this.#offers.find(id);
      }),
    );
  }

  /** In order of recording. */
  incidents(): Promise<readonly RecordedIncident[]> {
    return attempt('reading incidents', () => this.#incidents.all());
  }

  openIncident(given: NewIncident): Promise<RecordedIncident> {
    return attempt('opening an incident', () =>
      this.#writing((nowMs) => this.#known(this.#incidents.add(given, nowMs))),
    );
  }

  /**
   * Adds what `decide` makes of an incident (`null`: there is none of this id) as nobody else can change
   * it meanwhile; if that throws, nothing changes.
   */
  updateIncident(
    id: number,
    decide: (incident: RecordedIncident | null) => NewIncidentUpdate,
  ): Promise<RecordedIncident> {
    return attempt('updating an incident', () =>
      this.#writing((nowMs) => {
        this.#incidents.addUpdate(id, decide(this.#incidents.find(id)), nowMs);
        return this.#known(id);
      }),
    );
  }

  /** As `updateIncident()`, of where its post-mortem is. */
  addPostMortem(id: number, decide: (incident: RecordedIncident | null) => NewPostMortem): Promise<RecordedIncident> {
    return attempt('recording a post-mortem', () =>
      this.#writing((nowMs) => {
        this.#incidents.addPostMortem(id, decide(this.#incidents.find(id)), nowMs);
        return this.#known(id);
      }),
    );
  }

  /** In order of recording. */
  proposals(): Promise<readonly IncidentProposal[]> {
    return attempt('reading proposed incidents', () => this.#proposals.all());
  }

  /** Opens the incident that `decide` makes of a proposal (`null`: there is none of this id); as `updateIncident()`. */
  publishProposal(id: number, decide: (proposal: IncidentProposal | null) => NewIncident): Promise<RecordedIncident> {
    return attempt('publishing a proposed incident', () =>
      this.#writing((nowMs) => {
        const given = decide(this.#proposals.find(id));
        const incident = this.#incidents.add(given, nowMs);
        this.#proposals.end(id, { outcome: 'published', by: given.first.by, incident }, nowMs);
        return this.#known(incident);
      }),
    );
  }

  /** `null` if there is none of this id that is open. */
  dismissProposal(id: number, by: string): Promise<IncidentProposal | null> {
    return attempt('dismissing a proposed incident', () =>
      this.#writing((nowMs) => {
        if (this.#proposals.find(id)?.end !== null) return null;
        this.#proposals.end(id, { outcome: 'dismissed', by, incident: null }, nowMs);
        return this.#proposals.find(id);
      }),
    );
  }

  /** Proposals and incidents that are open, or over only since a time. */
  knownIncidents(sinceMs: number): Promise<KnownIncidents> {
    return attempt('reading incidents', () => this.#knownIncidents(sinceMs));
  }

  /**
   * Does what `decide` makes of what is known, and asks again until that is nothing, as nobody else can
   * change anything meanwhile. If it throws, or never comes to an end, nothing changes. Gives what was done.
   */
  changeIncidents(
    sinceMs: number,
    decide: (known: KnownIncidents) => readonly IncidentChange[],
  ): Promise<readonly IncidentChange[]> {
    const tables = { incidents: this.#incidents, proposals: this.#proposals };
    return attempt('changing incidents', () =>
      this.#writing((nowMs) => {
        const done: IncidentChange[] = [];
        for (let round = 0; round < MOST_ROUNDS; round++) {
          const changes = decide(this.#knownIncidents(sinceMs));
          if (changes.length === 0) return done;
          for (const change of changes) changeIncidents(tables, change, nowMs);
          done.push(...changes);
        }
        throw new Error(`deciding on incidents has no end: after ${String(MOST_ROUNDS)} rounds more is to be done`);
      }),
    );
  }

  #knownIncidents(sinceMs: number): KnownIncidents {
    return { proposals: this.#proposals.current(sinceMs), incidents: this.#incidents.current(sinceMs) };
  }

  #known(id: number): RecordedIncident {
    const incident = this.#incidents.find(id);
    if (incident === null) throw new Error(`incident ${String(id)} has lost its row`);
    return incident;
  }

  /** What returns `null` has changed nothing. */
  #changing<T>(change: (nowMs: number) => T): T {
    return this.#writing((nowMs) => {
      const result = change(nowMs);
      const progress = this.#progress.get();
      if (result !== null) this.#progress.change(progress, { version: progress.version + 1 });
      return result;
    });
  }

  /** The time is taken when it is this writer's turn: ids and times of recording rise together. */
  #writing<T>(write: (nowMs: number) => T): T {
    return this.#database.transaction(() => write(this.#clock.nowMs())).immediate();
  }
}
