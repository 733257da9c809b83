import { asShown, sli } from '../../judge/slo/sli.js';
import { inputExclusions, type InputRecords, withoutCorrection, withoutMaintenance } from './input-records.js';
import type { JudgedInputs } from './judged-inputs.js';
import { budgetOf, type Counted, countedBy } from './judged-counts.js';
import type { ExclusionEffect } from './month-figures.js';

/** What each record in force does to the figure: what it would be without it. */
export function exclusionEffects(judged: JudgedInputs, counted: Counted): readonly ExclusionEffect[] {
  const { inputs } = judged;
  const effectOf = (kind: ExclusionEffect['kind'], id: number, records: InputRecords): ExclusionEffect => {
    const without = countedBy(judged, inputExclusions(judged.definition, records));
    const figure = asShown(without.figure);
    return {
      kind,
      id,
      without: { ...figure, sli: sli(figure), consumed: budgetOf(judged, without.figure).consumed },
      attemptsLess: without.attempts.valid - counted.attempts.valid,
    };
  };
  return [
    ...inputs.maintenances.map(({ id }) => effectOf('maintenance', id, withoutMaintenance(inputs, id))),
    ...inputs.corrections.map(({ id, kind }) => effectOf(kind, id, withoutCorrection(inputs, id))),
  ];
}
