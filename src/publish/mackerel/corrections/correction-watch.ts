import { type Clock, DAY_MS, SECOND_MS } from '../../../domain/clock.js';
import type { CorrectionOffer, NewCorrectionOffer } from '../../../domain/correction-offer.js';
import type { SloDefinition } from '../../../domain/slo-definition.js';
import { fieldsOf } from '../api-objects.js';
import { subjectOf } from '../evidence/subject-of.js';
import type { MackerelClient } from '../mackerel-client.js';
import { downtimeMs } from './correction-notes.js';
import { alertOffers, annotationOffers } from './noted-offers.js';

export interface CorrectionWatchDeps {
  readonly client: Pick<MackerelClient, 'latestAlerts' | 'monitors' | 'annotations'>;
  readonly service: string;
  readonly slos: readonly SloDefinition[];
  /** Keeps those whose source has not asked before, and gives them. */
  readonly offer: (offers: readonly NewCorrectionOffer[]) => Promise<readonly CorrectionOffer[]>;
  readonly clock: Clock;
}

/** Annotations are looked at that touch so much of the past: the longest window that rolls in common use, and some days. */
const PAST_MS = 35 * DAY_MS;

/** Looks for what people note at Mackerel that asks for corrections, and offers these, each once. */
export class CorrectionWatch {
  readonly #deps: CorrectionWatchDeps;

  constructor(deps: CorrectionWatchDeps) {
    this.#deps = deps;
  }

  /** What is offered that was not before. Rejects with `MackerelError`, or with what the store fails with. */
  async look(): Promise<readonly CorrectionOffer[]> {
    const offers = [...(await this.#ofAlerts()), ...(await this.#ofAnnotations())];
    return offers.length === 0 ? [] : this.#deps.offer(offers);
  }

  async #ofAlerts(): Promise<readonly NewCorrectionOffer[]> {
    const { client, service, slos } = this.#deps;
    const noted = (await client.latestAlerts()).filter(({ reason }) => downtimeMs(reason) !== null);
    if (noted.length === 0) return [];
    const monitors = (await client.monitors()).map(fieldsOf);
    return noted.flatMap((alert) => {
      const monitor = monitors.find((one) => one !== null && one['id'] === alert.monitorId) ?? null;
      return alertOffers(alert, subjectOf(monitor, slos, service), slos);
    });
  }

  async #ofAnnotations(): Promise<readonly NewCorrectionOffer[]> {
    const { client, service, slos, clock } = this.#deps;
    const now = Math.floor(clock.nowMs() / SECOND_MS);
    const annotations = await client.annotations(service, now - PAST_MS / SECOND_MS, now);
    return annotations.flatMap((annotation) => annotationOffers(annotation, slos));
  }
}
