import type { MonthReport, SloMonth } from '../../../app/report/month-report.js';
import { formatObjective } from '../../status-page/format-share.js';
import { monthWords, type ReportWords, reportWords } from '../report-words.js';
import type { Dictionary } from '../../text/dictionary.js';
import type { StateCounts } from '../../text/state-counts.js';
import { type Block, list, type ReportContent, type Section, type SloContent, table, text } from './block.js';
import { incidentSection } from './event-sections.js';
import { sloContent } from './slo-content.js';
import { budgetText, titleOf } from './slo-words.js';

/** The whole report in one language, whatever it is then written as. `slos`: where they have been made before. */
export function reportContent(
  report: MonthReport,
  language: Dictionary,
  version: string,
  slos: readonly SloContent[] = report.slos.map((_, i) => reportedSlo(report, i, language)),
): ReportContent {
  const { locale, report: dictionary } = language;
  const words = reportWords(language, commonZone(report));
  const month = monthWords(report.month, locale);
  return {
    locale,
    title: dictionary.title(month),
    description: dictionary.description(month),
    skipToContent: dictionary.skipToContent,
    lead: leadOf(report, words),
    overview: overviewOf(report, words),
    slos,
    closing: [
      incidentSection(report, words),
      {
        title: dictionary.headings.glossary,
        blocks: [list(dictionary.glossary.map(({ term, text: t }) => `${term}: ${t}`))],
      },
      { title: dictionary.headings.digest, blocks: [text(`${dictionary.publication.reportDigest}: ${report.digest}`)] },
    ],
    footer: dictionary.poweredBy(version),
  };
}

/** What it says of the SLO at this place of the report, from 0. */
export function reportedSlo({ slos }: MonthReport, place: number, language: Dictionary): SloContent {
  const slo = slos[place];
  if (slo === undefined) throw new RangeError(`the report has no SLO at ${String(place)}`);
  return sloContent(slo, place + 1, reportWords(language, zoneOf(slo)));
}

function zoneOf(slo: SloMonth): string {
  return slo.kind === 'failed' ? 'UTC' : slo.timeZone;
}

/** The zone of all SLOs, or UTC where they have several. */
function commonZone({ slos }: MonthReport): string {
  const zones = [...new Set(slos.map(zoneOf))];
  return zones.length === 1 ? (zones[0] ?? 'UTC') : 'UTC';
}

function leadOf(report: MonthReport, words: ReportWords): readonly Block[] {
  const { text: t, time, timeZone } = words;
  const { isPublic, slos, notBegun, generatedAtMs } = report;
  const isOver = slos.every((slo) => slo.kind === 'failed' || slo.isOver);
  return [
    ...(isPublic ? [] : [text(t.internalOnly, 'warning')]),
    text(slos.length === 0 ? t.noSlos : t.overall(countsOf(report), isOver)),
    ...(isOver ? [] : [text(t.underWay(time(generatedAtMs)), 'warning')]),
    ...(notBegun.length === 0 ? [] : [text(t.notBegun(notBegun), 'warning')]),
    text(t.sentences([t.generated(time(generatedAtMs)), t.monthOf(timeZone)]), 'note'),
  ];
}

/** Objectives, and not the wholes that some of them make up. */
function countsOf({ slos }: MonthReport): StateCounts {
  const counts = { met: 0, at_risk: 0, violated: 0, no_data: 0 };
  for (const slo of slos) if (slo.kind !== 'whole') counts[slo.status.status]++;
  return counts;
}

function overviewOf({ slos }: MonthReport, words: ReportWords): Section {
  const { columns, headings } = words.text;
  const rows = slos.map((slo) => overviewRow(slo, words));
  const header = [
    columns.slo,
    `#${columns.objective}`,
    `#${columns.share}`,
    `#${columns.budgetLeft}`,
    `#${columns.coverage}`,
    columns.state,
  ];
  return { title: headings.overview, blocks: rows.length === 0 ? [] : [table(header, rows)] };
}

function overviewRow(slo: SloMonth, words: ReportWords): readonly string[] {
  const { text: t } = words;
  const { status } = slo;
  const isOver = slo.kind !== 'failed' && slo.isOver;
  return [
    titleOf(slo),
    formatObjective(status.objective),
    status.sli === null ? t.noData : words.share(status.sli, status.objective),
    budgetText(status.errorBudget.remaining, words),
    slo.kind === 'failed' ? t.none : words.coverage(status.coverage),
    t.state(status.status, isOver),
  ];
}
