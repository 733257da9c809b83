import { publicRecords } from '../app/site/public-records.js';
import type { OperatorStore } from '../app/operator/operator-store.js';
import { NO_PUBLIC_RECORDS, type PublicRecords } from '../domain/public-records.js';
import type { SloDefinition } from '../domain/slo-definition.js';

/** What operators told the public, read anew whenever somebody recorded something: in this process or another. */
export class RecordWatch {
  readonly #store: Pick<OperatorStore, 'revision' | 'incidents' | 'operatorRecords'>;
  #seen: { readonly revision: string; readonly slos: readonly SloDefinition[] } | null = null;
  #records: PublicRecords = NO_PUBLIC_RECORDS;

  constructor(store: Pick<OperatorStore, 'revision' | 'incidents' | 'operatorRecords'>) {
    this.#store = store;
  }

  /** The same object as long as nothing changes. */
  async current(slos: readonly SloDefinition[]): Promise<PublicRecords> {
    const revision = await this.#store.revision();
    if (this.#seen?.revision === revision && this.#seen.slos === slos) return this.#records;
    this.#records = publicRecords(await this.#store.incidents(), await this.#store.operatorRecords(), slos);
    this.#seen = { revision, slos };
    return this.#records;
  }
}
