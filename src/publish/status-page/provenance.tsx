import type { VNode } from 'preact';

import type { ControlStatus } from '../../domain/slo-status.js';
import type { SloView } from '../../domain/snapshot.js';
import { formatCoverage, formatShare, sliDigits } from './format-share.js';
import type { PageContext } from './page-context.js';

interface ProvenanceProps {
  readonly view: SloView;
  readonly page: PageContext;
}

/** What the figures of an SLO rest on: when, how much of it is known, and what was left out. */
export function Provenance({ view, page }: ProvenanceProps): VNode {
  return (
    <ul class="provenance" role="list">
      {provenanceLines(view, page).map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  );
}

function provenanceLines(view: SloView, page: PageContext): readonly string[] {
  const { status } = view;
  const { text, time, formatCount } = page;
  const { maintenance, correction, prober_error: proberErrors, unreadable = 0 } = status.excluded;
  const at = (iso: string): string => time.dateTime(Date.parse(iso));
  const since = status.dataSince === null ? [] : [text.dataSince(at(status.dataSince))];
  const measured = status.asMeasured?.sli;
  return [
    text.window(at(status.window.from), at(status.window.to)),
    text.list([text.coverage(formatCoverage(status.coverage)), ...since]),
    ...(status.controls ?? []).map((control) => controlWords(control, page)),
    ...inconclusiveLines(view, page),
    ...(unreadable > 0 ? [text.unreadable(formatCount(unreadable))] : []),
    ...(maintenance > 0 ? [text.inMaintenance(formatCount(maintenance))] : []),
    ...(correction > 0 ? [text.corrected(formatCount(correction))] : []),
    ...(typeof measured === 'number' ? [text.asMeasured(formatShare(measured, sliDigits(status.objective)))] : []),
    ...(proberErrors > 0 ? [text.excluded(formatCount(proberErrors))] : []),
  ];
}

/** What the zone's own server did meanwhile: it tells a resolver's failures from its authority's. */
function controlWords({ query, sli }: ControlStatus, { text }: PageContext): string {
  return text.control(query, formatShare(sli, 2));
}

/** Where vantages vote, and too few did at times. */
function inconclusiveLines({ definition: { weighing }, status }: SloView, page: PageContext): readonly string[] {
  const { votes = 0, excluded } = status;
  const { inconclusive = 0 } = excluded;
  if (weighing.kind !== 'quorum' || inconclusive === 0) return [];
  const { formatCount, text } = page;
  return [text.inconclusive(formatCount(inconclusive), formatCount(votes), formatCount(weighing.fewestVantages))];
}
