import type { ReportedSlo } from '../../../app/report/month-report.js';
import { MINUTE_MS } from '../../../domain/clock.js';
import type { ReportWords } from '../report-words.js';
import { list, type Section, text } from './block.js';
import { seriesName } from './slo-words.js';

const GAPS_SHOWN = 5;

/** How much of the month is known, and what was left out by our own fault. */
export function coverageSection({ figures, status }: ReportedSlo, words: ReportWords): Section {
  const { text: t, count, time } = words;
  const { share, coveredSlots, slots, slotMinutes, gaps, votes } = figures.known;
  const longest = gaps.toSorted((a, b) => b.slots - a.slots).slice(0, GAPS_SHOWN);
  const more = gaps.length - longest.length;
  const lines = [
    t.coverage(words.coverage(share), count(coveredSlots), count(slots), String(slotMinutes)),
    ...((votes?.inconclusive ?? 0) > 0 && votes !== undefined
      ? [t.inconclusive(count(votes.inconclusive), count(votes.all), count(votes.fewestVantages))]
      : []),
    ...(status.dataSince === null ? [] : [t.dataSince(time(status.dataSince))]),
    ...longest.map((gap) => t.gap(time(gap.from), time(gap.to), words.length(gap.slots * slotMinutes * MINUTE_MS))),
    ...(more > 0 ? [t.moreGaps(count(more))] : []),
    ...(gaps.length > 0 ? [t.noDataCounts] : []),
    ...figures.proberErrors.map((one) => t.proberErrors(count(one.attempts), one.resolver)),
    ...((status.excluded.unreadable ?? 0) > 0 ? [t.unreadable(count(status.excluded.unreadable ?? 0))] : []),
  ];
  return { title: t.headings.coverage, blocks: [list(lines)] };
}

/** What of the definition or the series was not the same all along. */
export function changeSection({ changes, figures }: ReportedSlo, words: ReportWords): Section {
  const { text: t, time } = words;
  const recorded = (changes ?? []).map(({ since, joined, left, imported, definition }) => ({
    text: t.since(time(since)),
    details: [
      ...definition.map(({ key, before, after }) =>
        t.definitionChanged(key, JSON.stringify(before), JSON.stringify(after)),
      ),
      ...joined.map(t.seriesJoined),
      ...left.map(t.seriesLeft),
      ...imported.map(t.seriesImported),
    ],
  }));
  const partly = figures.series
    .filter(({ change }) => change !== null)
    .map(({ series, change, first, last }) => ({
      text: t.seriesPart(
        seriesName(series),
        change === 'left' ? null : time(first),
        change === 'joined' ? null : time(last),
      ),
    }));
  const items = [...recorded, ...partly];
  return { title: t.headings.changes, blocks: [items.length === 0 ? text(t.noChanges, 'note') : list(items)] };
}
