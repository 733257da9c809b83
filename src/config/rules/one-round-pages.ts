import type { BurnRateAlert } from '../../domain/alert-state.js';
import { formatDuration } from '../../domain/duration.js';
import type { Problem } from '../../domain/problem.js';
import { alertsOf } from '../../judge/alert/alerts-of.js';
import { problemAt } from '../../openslo/document/source-document.js';
import type { PlacedSlo } from '../../openslo/placed-slo.js';
import type { Rule } from '../draft.js';
import { lostShare, spansMinutes } from './lost-round.js';
import { type SelectedProbe, selectedProbes } from '../selected-probes.js';

/**
 * Says where rounds are so rare that one lost round pages. As a rule failures must lie in two minutes:
 * annotation `min-failures: 0` turns that off, and a slow round may itself take minutes.
 */
export const oneRoundPages: Rule = (draft) =>
  draft.slos.flatMap((slo) => {
    const probes = selectedProbes(slo.definition, draft);
    const [worst] = probes
      .map((probe) => ({ probe, alerts: setOff(slo, probe, probes) }))
      .filter(({ alerts }) => alerts.length > 0)
      .sort((a, b) => b.probe.roundMs - a.probe.roundMs);
    return worst === undefined ? [] : [told(slo, worst.probe, worst.alerts)];
  });

/** The alerts that page when this probe loses a round. */
function setOff(
  { definition }: PlacedSlo,
  lost: SelectedProbe,
  probes: readonly SelectedProbe[],
): readonly BurnRateAlert[] {
  const { minFailures, objective, slices } = definition;
  const isEnough = minFailures === 0 || (lost.series.length >= minFailures && spansMinutes(lost.probe));
  if (!isEnough) return [];
  return alertsOf(definition, lost.roundMs).filter((alert): alert is BurnRateAlert => {
    if (alert.kind !== 'burn-rate' || alert.severity !== 'page') return false;
    // It is over once the short window has passed the round by.
    if (alert.afterMs >= Math.max(alert.shortMs, slices?.widthMs ?? 0)) return false;
    const burning = lostShare(definition, lost, probes, alert.longMs) / (1 - objective);
    return burning > alert.threshold || (alert.orEqual && burning === alert.threshold);
  });
}

function told(
  { definition, source, pointers }: PlacedSlo,
  lost: SelectedProbe,
  alerts: readonly BurnRateAlert[],
): Problem {
  const names = alerts.map(({ name }) => name).join(', ');
  const sets = `with rounds every ${formatDuration(lost.roundMs)} one lost round`;
  const isOff = definition.minFailures === 0;
  const attempts = String(lost.series.length);
  const message = isOff
    ? `${sets} sets off ${names}: leave min-failures at 3, or probe more often`
    : `${sets}, ${attempts} attempts in more than one minute, sets off ${names}: set annotation resolver-slo/min-failures above ${attempts}, or probe more often`;
  return problemAt(source, isOff ? pointers.minFailures : pointers.target, message, { severity: 'warning' });
}
