import type { CorrectionOffer, NewCorrectionOffer } from '../../domain/correction-offer.js';
import type { NewIncident, NewIncidentUpdate, NewPostMortem, RecordedIncident } from '../../domain/incident.js';
import type { IncidentChange, IncidentProposal, KnownIncidents } from '../../domain/incident-proposal.js';
import type {
  Correction,
  Maintenance,
  NewCorrection,
  NewMaintenance,
  OperatorRecords,
} from '../../domain/operator-action.js';

/**
 * Where operator actions are kept. Times of recording are those of the store's own clock; ids are never
 * given twice. Writers take turns, in one process or several.
 */
export interface OperatorStore {
  /** Another text whenever anything here has changed, by whichever process; costs microseconds. */
  revision(): Promise<string>;
  /** In order of recording. */
  operatorRecords(): Promise<OperatorRecords>;
  addMaintenance(given: NewMaintenance): Promise<Maintenance>;
  /** `null` if there is none of this id that was neither cancelled nor over. */
  cancelMaintenance(id: number, by: string): Promise<Maintenance | null>;
  addCorrection(given: NewCorrection): Promise<Correction>;
  /** `null` if there is none of this id that was not revoked yet. */
  revokeCorrection(id: number, by: string): Promise<Correction | null>;
  /** Keeps what is offered, each source's once; gives those that are new. */
  offerCorrections(offers: readonly NewCorrectionOffer[]): Promise<readonly CorrectionOffer[]>;
  /** In order of recording. */
  correctionOffers(): Promise<readonly CorrectionOffer[]>;
  /** Records the correction that `decide` makes of an offer (`null`: there is none of this id); as `updateIncident()`. */
  acceptOffer(id: number, decide: (offer: CorrectionOffer | null) => NewCorrection): Promise<Correction>;
  /** `null` if there is none of this id that is open. */
  dismissOffer(id: number, by: string): Promise<CorrectionOffer | null>;
  /** In order of recording. */
  incidents(): Promise<readonly RecordedIncident[]>;
  openIncident(given: NewIncident): Promise<RecordedIncident>;
  /**
   * Adds what `decide` makes of an incident (`null`: there is none of this id) as nobody else can change
   * it meanwhile; if that throws, nothing changes.
   */
  updateIncident(
    id: number,
    decide: (incident: RecordedIncident | null) => NewIncidentUpdate,
  ): Promise<RecordedIncident>;
  /** As `updateIncident()`, of where its post-mortem is. */
  addPostMortem(id: number, decide: (incident: RecordedIncident | null) => NewPostMortem): Promise<RecordedIncident>;
  /** In order of recording. */
  proposals(): Promise<readonly IncidentProposal[]>;
  /** Opens the incident that `decide` makes of a proposal (`null`: there is none of this id); as `updateIncident()`. */
  publishProposal(id: number, decide: (proposal: IncidentProposal | null) => NewIncident): Promise<RecordedIncident>;
  /** `null` if there is none of this id that is open. */
  dismissProposal(id: number, by: string): Promise<IncidentProposal | null>;
}

/** Where incidents that alerts open by themselves are kept: the same store. */
export interface AutomaticIncidentStore extends Pick<OperatorStore, 'revision'> {
  /** Proposals and incidents that are open, or over only since a time. */
  knownIncidents(sinceMs: number): Promise<KnownIncidents>;
  /**
   * Does what `decide` makes of what is known, and asks again until that is nothing, as nobody else can
   * change anything meanwhile; if it throws, nothing changes. Gives what was done.
   */
  changeIncidents(
    sinceMs: number,
    decide: (known: KnownIncidents) => readonly IncidentChange[],
  ): Promise<readonly IncidentChange[]>;
}
