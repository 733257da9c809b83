import type { Problem } from '../../domain/problem.js';
import { impossibleDefaultAlerts } from '../../judge/alert/default-alerts.js';
import { tidy } from '../../judge/slo/tidy.js';
import { problemAt } from '../../openslo/document/source-document.js';
import type { PlacedSlo } from '../../openslo/placed-slo.js';
import type { Rule } from '../draft.js';

/**
 * Refuses alerts of an SLO's own that even a total outage would not set off, and says which default ones
 * it does without for that reason.
 */
export const alertsThatNeverFire: Rule = ({ slos }) =>
  slos.flatMap((slo) => (slo.definition.ownAlerts === null ? leftOut(slo) : [...impossible(slo)]));

function leftOut({ definition, source, pointers }: PlacedSlo): readonly Problem[] {
  const names = impossibleDefaultAlerts(definition).map(({ name }) => name);
  if (names.length === 0) return [];
  const message = `with this objective a total outage burns too slowly for ${names.join(', ')}: left out of the default alerts`;
  return [problemAt(source, pointers.target, message, { severity: 'warning' })];
}

function impossible({ definition, alerts }: PlacedSlo): readonly Problem[] {
  const { name, objectiveName, objective } = definition;
  const fastest = tidy(1 / tidy(1 - objective));
  const whose = objectiveName === null ? name : `${name} (${objectiveName})`;
  return alerts
    .filter(({ alert }) => tidy(alert.threshold * tidy(1 - objective)) >= 1)
    .map(({ alert, place }) => {
      const message = `alert ${alert.name} of SLO ${whose} can never fire: must be less than ${String(fastest)}, the burn rate of a total outage; found number ${String(alert.threshold)}`;
      return problemAt(place, '/threshold', message);
    });
}
