import type { Problem } from '../domain/problem.js';
import { partOf, problemAt } from './document/source-document.js';
import type { OpensloDocumentOf } from './openslo-document.js';
import type { Objective } from './slo-schema.js';

interface KindOfSlo {
  readonly isComposite: boolean;
  /** All its indicators are ratios. */
  readonly isRatio: boolean;
}

/** Keys of objectives that mean nothing beside the rest: valid, but hardly what was meant. */
export function keysWithoutEffect(slo: OpensloDocumentOf<'SLO'>, kind: KindOfSlo): readonly Problem[] {
  return slo.object.spec.objectives.flatMap((objective) => {
    const place = partOf(slo.source, slo.pointerOf(objective));
    return strayKeys(objective, slo, kind)
      .filter(([key]) => objective[key] !== undefined)
      .map(([key, why]) => {
        const message = `"${key}" changes nothing: ${why}`;
        return problemAt(place, `/${key}`, message, { severity: 'warning', on: 'key' });
      });
  });
}

type StrayKey = readonly [key: keyof Objective, why: string];

function strayKeys(
  objective: Objective,
  { object: { spec } }: OpensloDocumentOf<'SLO'>,
  { isComposite, isRatio }: KindOfSlo,
): readonly StrayKey[] {
  const isReferred = (objective.indicatorRef ?? spec.indicatorRef) !== undefined;
  return [
    ...OF_METHOD[spec.budgetingMethod],
    ...(isComposite ? [] : [STRAY_WEIGHT]),
    // Of an indicator in place it is an error.
    ...(isRatio && isReferred ? STRAY_COMPARISON : []),
  ];
}

const OF_METHOD = {
  Occurrences: [
    ['timeSliceTarget', 'budgetingMethod Occurrences has no slices'],
    ['timeSliceWindow', 'budgetingMethod Occurrences has no slices'],
  ],
  Timeslices: [],
  RatioTimeslices: [['timeSliceTarget', 'budgetingMethod RatioTimeslices counts slices by their ratios']],
} as const satisfies Readonly<Record<string, readonly StrayKey[]>>;

const STRAY_WEIGHT: StrayKey = ['compositeWeight', 'it counts where objectives have indicators of their own'];

const STRAY_COMPARISON: readonly StrayKey[] = [
  ['op', 'the indicator is no thresholdMetric'],
  ['value', 'the indicator is no thresholdMetric'],
];
