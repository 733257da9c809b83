import type { CompositeWhole, FailedSlo, ReportedSlo, SloMonth } from '../../../app/report/month-report.js';
import type { SloStatus } from '../../../domain/slo-status.js';
import { formatObjective } from '../../status-page/format-share.js';
import { indicatorKind } from '../../status-page/indicator-kind.js';
import type { ReportWords } from '../report-words.js';
import { type Block, type Figure, type Section, type SloContent, text } from './block.js';
import { budgetSection } from './budget-section.js';
import { burnChart, dayChart, latencyChart, percentileText } from './charts.js';
import { allDays, outcomeSection, resolverSection, worstDaysSection, worstHoursSection } from './count-sections.js';
import { digestSection } from './digest-section.js';
import { alertSection, exclusionSection } from './event-sections.js';
import { changeSection, coverageSection } from './known-sections.js';
import { methodSection } from './method-section.js';
import { budgetText, nameOf, promiseOf, titleOf, unitOf } from './slo-words.js';

/** Everything the report tells of one SLO. `number`: its place in the report. */
export function sloContent(slo: SloMonth, number: number, words: ReportWords): SloContent {
  const isOver = slo.kind !== 'failed' && slo.isOver;
  const head = {
    id: `slo-${String(number)}`,
    title: titleOf(slo),
    name: nameOf(slo),
    service: slo.definition.serviceDisplayName,
    state: { kind: slo.status.status, text: words.text.state(slo.status.status, isOver) },
  };
  switch (slo.kind) {
    case 'slo':
      return { ...head, ...reported(slo, words) };
    case 'whole':
      return { ...head, ...composite(slo, words) };
    case 'failed':
      return { ...head, ...failed(slo, words) };
    default:
      return slo satisfies never;
  }
}

type Body = Pick<SloContent, 'lead' | 'figures' | 'sections'>;

function reported(slo: ReportedSlo, words: ReportWords): Body {
  const { definition } = slo;
  const description = definition.description === '' ? [] : [text(definition.description, 'note')];
  const sections = [
    { title: words.text.headings.byDay, blocks: [dayChart(slo, words)] },
    ...chartSections(slo, words),
    budgetSection(slo, words),
    outcomeSection(slo, words),
    resolverSection(slo, words),
    worstDaysSection(slo, words),
    worstHoursSection(slo, words),
    alertSection(slo, words),
    exclusionSection(slo, words),
    coverageSection(slo, words),
    changeSection(slo, words),
    methodSection(slo, words),
    digestSection(slo, words),
    { title: words.text.headings.allDays, blocks: [allDays(slo, words)] },
  ];
  const promise = text(words.text.objective(promiseOf(definition, words)));
  return {
    lead: [...description, promise, ...resultBlocks(slo, words), text(zoneText(slo, words), 'note')],
    figures: figuresOf(slo, words),
    sections: sections.filter(({ blocks }) => blocks.length > 0),
  };
}

/** Charts of what there is no data of would be empty. */
function chartSections(slo: ReportedSlo, words: ReportWords): readonly Section[] {
  const { headings } = words.text;
  const { latency, burnDown } = slo.figures;
  const burn = burnDown.length === 0 ? [] : [{ title: headings.burnDown, blocks: [burnChart(slo, words)] }];
  if (latency === null || latency.whole.count === 0) return burn;
  const [p50, p90, p99] = [latency.whole.p50Us, latency.whole.p90Us, latency.whole.p99Us].map((us) =>
    percentileText(us, latency.whole.count, words),
  ) as [string, string, string];
  const told = text(words.text.latency({ p50, p90, p99 }));
  return [...burn, { title: headings.latency, blocks: [latencyChart(slo, latency, words), told] }];
}

function composite(slo: CompositeWhole, words: ReportWords): Body {
  const { status } = slo;
  const parts = (status.composite ?? []).map(({ objectiveName, sli, weight }) => ({
    name: objectiveName,
    share: words.share(sli, status.objective),
    weight: words.count(weight),
  }));
  return {
    lead: [...resultBlocks(slo, words), text(words.text.compositeOf(parts)), text(zoneText(slo, words), 'note')],
    figures: figuresOf(slo, words),
    sections: [
      { title: words.text.headings.byDay, blocks: [dayChart(slo, words), text(words.text.composedDays, 'note')] },
    ],
  };
}

function failed({ error }: FailedSlo, words: ReportWords): Body {
  return { lead: [text(words.text.notEvaluated(error), 'warning')], figures: [], sections: [] };
}

function zoneText({ timeZone }: ReportedSlo | CompositeWhole, { text: t }: ReportWords): string {
  return t.monthOf(timeZone);
}

/** Below this share of the month what is known of it is said beside the result. */
const WELL_KNOWN = 0.9;

/** A month of which little is known must not read as a kept promise. */
function resultBlocks(slo: ReportedSlo | CompositeWhole, words: ReportWords): readonly Block[] {
  const { sli, coverage } = slo.status;
  const isKnown = sli === null || coverage >= WELL_KNOWN;
  const known = isKnown ? [] : [text(words.text.partlyKnown(words.coverage(coverage)), 'warning')];
  return [resultText(slo, words), ...known];
}

function resultText(slo: ReportedSlo | CompositeWhole, words: ReportWords): Block {
  const { status, isOver } = slo;
  const { sli, good, valid, objective } = status;
  if (sli === null) return text(words.text.noDataResult(isOver), 'warning');
  return text(
    words.text.result({
      state: status.status,
      isOver,
      share: words.share(sli, objective),
      objective: formatObjective(objective),
      notGood: words.count(valid - good),
      valid: words.count(valid),
      unit: unitOf(slo),
    }),
  );
}

function figuresOf(slo: ReportedSlo | CompositeWhole, words: ReportWords): readonly Figure[] {
  const { status } = slo;
  const { text: t, count } = words;
  const unit = unitOf(slo);
  const label = slo.kind === 'whole' ? t.sliLabel.other : t.sliLabel[indicatorKind(slo.definition.indicator).kind];
  const { sli, good, valid, objective, coverage } = status;
  const failures = {
    label: t.failedLabel,
    value: sli === null ? t.noData : count(valid - good),
    note: sli === null ? '' : t.ofAll(count(valid), unit),
  };
  return [
    {
      label,
      value: sli === null ? t.noData : words.share(sli, objective),
      note: `${t.columns.objective}: ${formatObjective(objective)}`,
    },
    budgetFigure(status, words),
    ...(slo.kind === 'whole' ? [] : [failures]),
    {
      label: t.known,
      value: words.coverage(coverage),
      note: status.dataSince === null ? '' : t.dataSince(words.time(status.dataSince)),
    },
  ];
}

function budgetFigure({ errorBudget: { remaining, consumed } }: SloStatus, words: ReportWords): Figure {
  const { text: t } = words;
  if (remaining === null || consumed === null) return { label: t.budgetLeft, value: t.noData, note: '' };
  const isOverspent = remaining < 0;
  return {
    label: isOverspent ? t.budgetOverspent : t.budgetLeft,
    value: budgetText(Math.abs(remaining), words),
    note: `${t.budgetRows.spent}: ${words.spent(consumed)}`,
  };
}
