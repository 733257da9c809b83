import { formatDuration } from '../../domain/duration.js';
import { SHORTEST_ALERT_MS } from '../../judge/alert/default-alerts.js';
import { problemAt } from '../../openslo/document/source-document.js';
import type { Rule } from '../draft.js';

/** Says which SLOs no burn-rate alert watches, since their window is shorter than any of the default ones looks back. */
export const windowsWithoutAlerts: Rule = ({ slos }) =>
  slos.flatMap(({ definition: { ownAlerts, periodMs, periodText }, source, pointers }) => {
    if (ownAlerts !== null || periodMs >= SHORTEST_ALERT_MS) return [];
    const least = formatDuration(SHORTEST_ALERT_MS);
    const message = `a window of ${periodText} is shorter than any default burn-rate alert looks back (${least}): only no-data is left; give the SLO alertPolicies of its own, or a window of at least ${least}`;
    return [problemAt(source, pointers.period, message, { severity: 'warning' })];
  });
