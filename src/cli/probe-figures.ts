import { type FigureRow, figureTable } from './figure-table.js';
import type { HistogramSeries } from './histogram-rows.js';
import type { ProbeResult } from './probe-result.js';
import { terminalHistogram } from './terminal-histogram.js';
import type { TextStyle } from './terminal-style.js';
import { wrapWords } from './wrap-words.js';

/** Distributions on one axis, with what failed below. */
export function histogramLines(results: readonly ProbeResult[], { columns, paint }: TextStyle): readonly string[] {
  if (results.every(({ summary }) => summary.count === 0)) return [];
  return [...terminalHistogram({ series: results.map(seriesOf), columns, paint }), ''];
}

function seriesOf({ resolver, summary }: ProbeResult): HistogramSeries {
  const { min, max, p50, p90, p99 } = summary.rttOfValid();
  return {
    title: resolver.name,
    distribution: summary.answered.histogram,
    minUs: min,
    maxUs: max,
    marks: Object.entries({ p50, p90, p99 }).flatMap(([name, us]) => (us === null ? [] : [{ name, us }])),
    failures: summary.outcomes
      .filter(([outcome]) => outcome !== 'answered')
      .map(([name, amount]) => ({ name, count: amount })),
  };
}

/** Percentiles over all valid attempts, and the rest; phases where there are any; send lag. */
export function figureLines(results: readonly ProbeResult[], style: TextStyle): readonly string[] {
  const rows = results.flatMap((result) => figureRows(result));
  const hasFailures = results.some(({ summary }) => summary.valid > summary.answered.count);
  const note = 'Percentiles count failures above every RTT; min, max and mean are of the answered.';
  const tables = results.length === 1 ? figureTable('', rows, style) : sideBySide(rows, style);
  return [
    ...tables,
    ...(hasFailures ? wrapWords(note, style.columns).map((line) => style.paint('dim', line)) : []),
    '',
  ];
}

interface NamedRow extends FigureRow {
  readonly resolver: string;
}

function figureRows({ resolver, summary }: ProbeResult): readonly NamedRow[] {
  const rows: readonly FigureRow[] = [
    { label: 'RTT', figures: summary.rttOfValid() },
    ...summary.phases.map(([phase, figures]) => ({ label: PHASE_LABELS[phase], figures: figures.figures() })),
    { label: 'send lag', figures: summary.sendLag() },
  ];
  return rows.map((row) => ({ ...row, resolver: resolver.name }));
}

const PHASE_LABELS = { connect: 'connect', tls: 'TLS', query: 'query' } as const;

/** The same of each resolver below each other. */
function sideBySide(rows: readonly NamedRow[], style: TextStyle): readonly string[] {
  const kinds = ['RTT', ...Object.values(PHASE_LABELS), 'send lag'];
  return kinds.flatMap((kind) => {
    const alike = rows.filter(({ label }) => label === kind);
    const named = alike.map(({ resolver, figures }) => ({ label: resolver, figures }));
    return named.length === 0 ? [] : figureTable(kind, named, style);
  });
}
