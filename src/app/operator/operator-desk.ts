import type { Clock } from '../../domain/clock.js';
import type { CorrectionOffer } from '../../domain/correction-offer.js';
import type { NewIncident, NewPostMortem, RecordedIncident } from '../../domain/incident.js';
import type { IncidentProposal } from '../../domain/incident-proposal.js';
import { type MaintenanceState, maintenanceState } from '../../domain/maintenance-state.js';
import type { Correction, Maintenance, NewCorrection, NewMaintenance } from '../../domain/operator-action.js';
import type { MaintenanceEffect } from '../../domain/public-records.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import { addCorrection, type KeptHistory, revokeCorrection } from './correction.js';
import { type AcceptedAs, acceptOffer, dismissOffer } from './correction-offer.js';
import type { CorrectionEffect } from './correction-effect.js';
import { addPostMortem, openIncident, type ToldUpdate, updateIncident } from './incident.js';
import { addMaintenance, cancelMaintenance, maintenanceEffects } from './maintenance.js';
import type { OperatorStore } from './operator-store.js';
import { dismissProposal, type PublishedAs, publishProposal } from './proposal.js';

export interface OperatorDeskDeps {
  readonly store: OperatorStore;
  readonly clock: Clock;
  /** Those of the configuration in force. */
  readonly slos: () => readonly SloDefinition[];
  readonly keptAt: (nowMs: number) => Promise<KeptHistory>;
  /** Must not reject: what is recorded is recorded. `null`: it cannot be told. */
  readonly effectOf: (correction: Correction, nowMs: number) => Promise<readonly CorrectionEffect[] | null>;
}

export interface ShownMaintenance {
  readonly maintenance: Maintenance;
  readonly state: MaintenanceState;
  readonly effects: readonly MaintenanceEffect[];
}

export interface MadeCorrection {
  readonly correction: Correction;
  /** `null`: it could not be found out; the correction holds all the same. */
  readonly effect: readonly CorrectionEffect[] | null;
}

/**
 * What operators do by other ways than commands, by the same rules. What they may not do throws `AppError`
 * `OPERATION_REFUSED`, one fault a line; what is wrong with something given begins with its key.
 */
export class OperatorDesk {
  readonly #deps: OperatorDeskDeps;

  constructor(deps: OperatorDeskDeps) {
    this.#deps = deps;
  }

  async maintenances(): Promise<readonly ShownMaintenance[]> {
    const { maintenances } = await this.#deps.store.operatorRecords();
    return maintenances.map((one) => this.#shown(one));
  }

  async addMaintenance(given: NewMaintenance): Promise<ShownMaintenance> {
    return this.#shown(await addMaintenance(this.#deps.store, this.#deps.slos(), given));
  }

  async cancelMaintenance(id: number, by: string): Promise<ShownMaintenance> {
    return this.#shown(await cancelMaintenance(this.#deps.store, id, by));
  }

  async corrections(): Promise<readonly Correction[]> {
    return (await this.#deps.store.operatorRecords()).corrections;
  }

  async addCorrection(given: NewCorrection): Promise<MadeCorrection> {
    const { store, clock, slos, keptAt } = this.#deps;
    const nowMs = clock.nowMs();
    return this.#made(await addCorrection(store, { slos: slos(), kept: await keptAt(nowMs), nowMs }, given));
  }

  async revokeCorrection(id: number, by: string): Promise<MadeCorrection> {
    return this.#made(await revokeCorrection(this.#deps.store, id, by));
  }

  correctionOffers(): Promise<readonly CorrectionOffer[]> {
    return this.#deps.store.correctionOffers();
  }

  async acceptOffer(id: number, as: AcceptedAs): Promise<MadeCorrection> {
    const { store, clock, slos, keptAt } = this.#deps;
    const nowMs = clock.nowMs();
    return this.#made(await acceptOffer(store, { slos: slos(), kept: await keptAt(nowMs), nowMs }, id, as));
  }

  dismissOffer(id: number, by: string): Promise<CorrectionOffer> {
    return dismissOffer(this.#deps.store, id, by);
  }

  incidents(): Promise<readonly RecordedIncident[]> {
    return this.#deps.store.incidents();
  }

  openIncident(
    given: Omit<NewIncident, 'first'> & { readonly told: Omit<ToldUpdate, 'state' | 'slos'> },
  ): Promise<RecordedIncident> {
    return openIncident(this.#deps.store, this.#deps.slos(), given, this.#nowMs());
  }

  updateIncident(id: number, told: ToldUpdate): Promise<RecordedIncident> {
    return updateIncident(this.#deps.store, this.#deps.slos(), id, told, this.#nowMs());
  }

  addPostMortem(id: number, given: NewPostMortem): Promise<RecordedIncident> {
    return addPostMortem(this.#deps.store, id, given);
  }

  proposals(): Promise<readonly IncidentProposal[]> {
    return this.#deps.store.proposals();
  }

  publishProposal(id: number, as: PublishedAs): Promise<RecordedIncident> {
    return publishProposal(this.#deps.store, id, as, this.#nowMs());
  }

  dismissProposal(id: number, by: string): Promise<IncidentProposal> {
    return dismissProposal(this.#deps.store, id, by);
  }

  #shown(maintenance: Maintenance): ShownMaintenance {
    const state = maintenanceState(maintenance, this.#nowMs());
    return { maintenance, state, effects: maintenanceEffects(maintenance, this.#deps.slos()) };
  }

  async #made(correction: Correction): Promise<MadeCorrection> {
    return { correction, effect: await this.#deps.effectOf(correction, this.#nowMs()) };
  }

  #nowMs(): number {
    return this.#deps.clock.nowMs();
  }
}
