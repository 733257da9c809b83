import type { ReportDifference } from '../../../app/report/compare-inputs.js';
import type { ReportWords } from '../report-words.js';
import { seriesName } from './slo-words.js';

/** One thing that is not as it was published, in a sentence. */
export function differenceText(difference: ReportDifference, words: ReportWords): string {
  const { text, count, time } = words;
  const { differences: t, exclusionKind } = text;
  switch (difference.kind) {
    case 'window':
      return t.window(windowText(difference.before, words), windowText(difference.after, words));
    case 'definition':
      return t.definition(difference.key, JSON.stringify(difference.before), JSON.stringify(difference.after));
    case 'record': {
      const { what, id, change, from, to, recordedAt, recordedBy, attemptsLess } = difference;
      return t.record({
        kind: exclusionKind[what],
        id: String(id),
        change,
        from: time(from),
        to: time(to),
        recorded: time(recordedAt),
        by: recordedBy,
        attempts: count(Math.abs(attemptsLess)),
        sign: Math.sign(attemptsLess) as -1 | 0 | 1,
      });
    }
    case 'series':
      return t.series(seriesName(difference.series), difference.change, count(difference.attempts));
    case 'attempts': {
      const { series, before, after, from, to } = difference;
      return t.attempts({
        series: seriesName(series),
        before: count(before.attempts),
        after: count(after.attempts),
        goodBefore: count(before.good),
        goodAfter: count(after.good),
        from: time(from),
        to: time(to),
      });
    }
    case 'coverage':
      return t.coverage(count(difference.before), count(difference.after));
    case 'rounds':
      return t.rounds(count(difference.before), count(difference.after));
    case 'latency':
      return t.latency;
    case 'resolution':
      return t.resolution;
    default:
      return difference satisfies never;
  }
}

function windowText(
  { from, to, timeZone }: { readonly from: string; readonly to: string; readonly timeZone: string },
  { time }: ReportWords,
): string {
  return `${time(from)} – ${time(to)} (${timeZone})`;
}
