import { formatDuration } from '../../domain/duration.js';
import { problemAt } from '../../openslo/document/source-document.js';
import type { Rule } from '../draft.js';
import { selectedProbes } from '../selected-probes.js';

/** Where attempts weigh alike, who is asked more often counts for more: says so, unless the document means it. */
export const seriesDifferInRate: Rule = (draft) =>
  draft.slos.flatMap(({ definition, weight, eventSources, source, pointers }) => {
    if (definition.weighing.kind !== 'attempts' || weight !== null) return [];
    const probes = selectedProbes(definition, draft).toSorted((a, b) => a.roundMs - b.roundMs);
    const [fastest, slowest] = [probes.at(0), probes.at(-1)];
    if (fastest === undefined || slowest === undefined || slowest.roundMs <= MOST * fastest.roundMs) return [];
    const rates = [fastest, slowest].map(({ probe, roundMs }) => `${probe.name} every ${formatDuration(roundMs)}`);
    const message = `the selected series differ in rate more than twice (probe ${rates.join(', ')}), and the faster ones count for more: say annotation resolver-slo/weight: series where all should weigh alike, or attempts where this is meant`;
    const total = eventSources.at(-1);
    return [
      total === undefined
        ? problemAt(source, pointers.name, message, { severity: 'warning' })
        : problemAt(total, '', message, { severity: 'warning' }),
    ];
  });

const MOST = 2;
