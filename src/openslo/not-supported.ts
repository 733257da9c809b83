import type { Problem } from '../domain/problem.js';
import { problemAt } from './document/source-document.js';
import type { OpensloDocumentOf } from './openslo-document.js';
import type { SloSpec } from './slo-schema.js';

/** Valid OpenSLO that the daemon cannot judge yet. Building one of these turns it on by deleting its line. */
const NOT_SUPPORTED: readonly NotSupported[] = [
  {
    what: 'budgetingMethod other than Occurrences',
    at: '/budgetingMethod',
    if: (spec) => spec.budgetingMethod !== 'Occurrences',
  },
  { what: 'a calendar window', at: '/timeWindow/0/calendar', if: (spec) => spec.timeWindow[0]?.calendar !== undefined },
  { what: 'a composite SLO', at: '/objectives', if: (spec) => spec.objectives.some(hasIndicator) },
  { what: 'an SLO with several objectives', at: '/objectives/1', if: (spec) => spec.objectives.length > 1 },
  { what: 'alertPolicies of an SLO', at: '/alertPolicies', if: (spec) => spec.alertPolicies !== undefined },
];

interface NotSupported {
  readonly what: string;
  readonly at: string;
  readonly if: (spec: SloSpec) => boolean;
}

export function checkSupported({ object, source }: OpensloDocumentOf<'SLO'>): readonly Problem[] {
  return NOT_SUPPORTED.filter((entry) => entry.if(object.spec)).map(({ what, at }) => {
    const isValue = at === '/budgetingMethod' || at === '/objectives/1';
    return problemAt(source, `/spec${at}`, `${what} is not supported yet`, { on: isValue ? 'value' : 'key' });
  });
}

function hasIndicator(objective: SloSpec['objectives'][number]): boolean {
  return objective.indicator !== undefined || objective.indicatorRef !== undefined;
}
