import { impossibleDefaultAlerts } from '../../judge/alert/default-alerts.js';
import { problemAt } from '../../openslo/document/source-document.js';
import type { Rule } from '../draft.js';

/** Says which default alerts an SLO does without, because even a total outage would not set them off. */
export const alertsThatNeverFire: Rule = ({ slos }) =>
  slos.flatMap(({ definition, source, pointers }) => {
    const names = impossibleDefaultAlerts(definition).map(({ name }) => name);
    if (names.length === 0) return [];
    const message = `with this objective a total outage burns too slowly for the default alerts ${names.join(', ')}: they are left out`;
    return [problemAt(source, pointers.target, message, { severity: 'warning' })];
  });
