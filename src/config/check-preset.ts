import { formatDuration } from '../domain/duration.js';
import type { Problem } from '../domain/problem.js';
import type { Series } from '../domain/series.js';
import { selects } from '../domain/slo-definition.js';
import { MEASUREMENT_INTERVAL_MS } from '../judge/slo/weigh.js';
import { problemAt } from '../openslo/document/source-document.js';
import type { PlacedSlo } from '../openslo/placed-slo.js';
import type { Draft } from './draft.js';
import { type SelectedProbe, selectedProbes } from './selected-probes.js';

/** What an SLO's preset needs of the configured and stored series, and does not find. */
export function checkPreset(slo: PlacedSlo, series: readonly Series[], draft: Draft): readonly Problem[] {
  switch (slo.preset) {
    case null:
      return [];
    case 'rssac047':
      return slowRounds(slo, selectedProbes(slo.definition, draft));
    case 'icann-slr':
      return [...quorum(slo, series), ...thresholds(slo, selectedProbes(slo.definition, draft))];
    case 'resolver-basic':
      return stub(slo, series);
    default:
      return slo.preset satisfies never;
  }
}

/** With fewer vantages than the quorum asks for there never is a verdict. */
function quorum(slo: PlacedSlo, series: readonly Series[]): readonly Problem[] {
  const { weighing, indicator } = slo.definition;
  const vantages = new Set(series.filter((one) => selects(indicator.total.selector, one)).map((one) => one.vantage));
  if (weighing.kind !== 'quorum' || vantages.size >= weighing.fewestVantages) return [];
  const message = `preset icann-slr counts nothing with fewer than ${String(weighing.fewestVantages)} vantages (there ${vantages.size === 1 ? 'is' : 'are'} ${String(vantages.size)}): there is no data`;
  return [problemAt(slo.source, slo.pointers.preset, message, { severity: 'warning' })];
}

/** An answer that comes after the probe's timeout is none, however long the preset would wait. */
function thresholds(slo: PlacedSlo, probes: readonly SelectedProbe[]): readonly Problem[] {
  const thresholdMs = (slo.definition.indicator.good?.thresholdUs ?? 0) / 1000;
  const short = probes.filter(({ probe }) => probe.timeoutMs < thresholdMs).map(({ probe }) => probe.name);
  if (short.length === 0) return [];
  const message = `preset icann-slr waits ${formatDuration(thresholdMs)} for an answer, and probe ${short.join(', ')} gives up before: raise its timeout`;
  return [problemAt(slo.source, slo.pointers.preset, message, { severity: 'warning' })];
}

/** Where a probe does not ask in every measurement interval, fewer resolvers take part in some of them. */
function slowRounds(slo: PlacedSlo, probes: readonly SelectedProbe[]): readonly Problem[] {
  const slow = probes.filter(({ roundMs }) => roundMs > MEASUREMENT_INTERVAL_MS);
  if (slow.length === 0) return [];
  const names = slow.map(({ probe, roundMs }) => `${probe.name} every ${formatDuration(roundMs)}`).join(', ');
  const message = `preset rssac047 puts together what is asked in ${formatDuration(MEASUREMENT_INTERVAL_MS)}, and slower series are missing from some of those (probe ${names}): ask at least every ${formatDuration(MEASUREMENT_INTERVAL_MS)}`;
  return [problemAt(slo.source, slo.pointers.preset, message, { severity: 'warning' })];
}

function stub(slo: PlacedSlo, series: readonly Series[]): readonly Problem[] {
  if (series.some((one) => selects(slo.definition.indicator.total.selector, one))) return [];
  // Other SLOs of the same preset may have other reasons: what they select is checked where selectors are.
  if (!slo.definition.name.endsWith('-availability')) return [];
  const message =
    'preset resolver-basic counts resolver stub of the selected probes, and none has one: give a probe `stub`';
  return [problemAt(slo.source, slo.pointers.preset, message)];
}
