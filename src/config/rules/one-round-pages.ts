import { HOUR_MS } from '../../domain/clock.js';
import { roundMs } from '../../domain/probe-definition.js';
import { selects } from '../../domain/slo-definition.js';
import { defaultAlerts } from '../../judge/alert/default-alerts.js';
import { problemAt } from '../../openslo/document/source-document.js';
import { seriesOf } from '../series-of.js';
import type { Draft, Rule } from '../draft.js';
import type { PlacedSlo } from '../../openslo/slo-definitions.js';

/**
 * With annotation `min-failures: 0` nothing keeps one lost round from paging: says so where rounds
 * are so rare that one is enough. With any other value two minutes must hold failures.
 */
export const oneRoundPages: Rule = (draft) =>
  draft.slos.flatMap((slo) => {
    const slowestMs = slowestRoundMs(slo, draft);
    if (slo.definition.minFailures > 0 || slowestMs === null) return [];
    const paging = defaultAlerts(slo.definition, slowestMs).filter((alert) => {
      if (alert.kind !== 'burn-rate' || alert.severity !== 'page') return false;
      const lostShare = slowestMs / alert.longMs;
      return lostShare > alert.threshold * (1 - slo.definition.objective);
    });
    if (paging.length === 0) return [];
    const rounds = Math.round(HOUR_MS / slowestMs);
    const message = `at ${String(rounds)} ${rounds === 1 ? 'round' : 'rounds'} an hour one lost round sets off ${paging.map(({ name }) => name).join(', ')}: leave min-failures at 3, or probe more often`;
    return [problemAt(slo.source, slo.pointers.minFailures, message, { severity: 'warning' })];
  });

/** Time between rounds of the slowest probe that an SLO selects; `null` if it selects none. */
function slowestRoundMs({ definition }: PlacedSlo, { config }: Draft): number | null {
  const { selector } = definition.indicator.total;
  const selected = config.probes.filter((probe) =>
    seriesOf(config.vantage, probe).some((one) => selects(selector, one)),
  );
  return selected.length === 0 ? null : Math.max(...selected.map(({ schedule }) => roundMs(schedule)));
}
