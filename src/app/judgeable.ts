import { ceilTo, MINUTE_MS } from '../domain/clock.js';
import type { SloDefinition } from '../domain/slo-definition.js';
import type { SloStatus } from '../domain/slo-status.js';
import { notEvaluated } from '../judge/slo/slo-status.js';
import { budgetWindow } from './kept-window.js';
import { SloIndex } from './slo-index.js';
import { sloPlans } from './slo-plan.js';
import { errorText, type OnEvaluateError } from './statuses.js';

/** SLOs of which some may be such that nobody can judge them: they must not keep the others from it. */
export class JudgeableSlos {
  /** Those that can be judged. */
  readonly slos: readonly SloDefinition[];
  readonly #all: readonly SloDefinition[];
  readonly #broken: ReadonlyMap<SloDefinition, unknown>;

  constructor(all: readonly SloDefinition[]) {
    this.#all = all;
    this.#broken = new Map(all.flatMap((slo) => faultOf(slo)));
    this.slos = all.filter((slo) => !this.#broken.has(slo));
  }

  /** The statuses of those that were judged, and in their places those of the others, each told to `onError`. */
  complete(statuses: readonly SloStatus[], atMs: number, onError?: OnEvaluateError): readonly SloStatus[] {
    const judged = [...statuses];
    return this.#all.flatMap((slo) => {
      if (!this.#broken.has(slo)) return judged.splice(0, 1);
      const error = this.#broken.get(slo);
      if (onError === undefined) throw error;
      onError(slo.name, error);
      return [notEvaluated(slo, ceilTo(atMs, MINUTE_MS), errorText(error))];
    });
  }
}

/** What keeps an SLO from being judged even without any history: a zone this machine does not know. */
function faultOf(slo: SloDefinition): readonly (readonly [SloDefinition, unknown])[] {
  try {
    budgetWindow(slo).wholeAt(MINUTE_MS);
    sloPlans(new SloIndex([slo], []), () => null);
    return [];
  } catch (error) {
    return [[slo, error]];
  }
}
