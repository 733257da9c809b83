import { formatEndpoint } from '../domain/endpoint.js';
import { formatMicroseconds } from './format-microseconds.js';
import type { ProbeRequest } from './probe-request.js';
import type { ProbeSummary, RttFigures } from './probe-summary.js';
import { terminalHistogram } from './terminal-histogram.js';
import type { Paint } from './terminal-style.js';

export type ReceiveClock = 'kernel' | 'user';

/** What `probe --json` prints. */
export function probeJson(request: ProbeRequest, summary: ProbeSummary, clock: ReceiveClock): string {
  const { resolver, query } = request;
  return JSON.stringify({
    resolver: formatEndpoint(resolver.address, resolver.port),
    transport: resolver.transport,
    qname: query.qname,
    qtype: query.qtype,
    sent: summary.count,
    outcomes: Object.fromEntries(summary.outcomes),
    rttUs: summary.rtt(),
    clock,
    sendLagUs: summary.sendLag(),
  });
}

/** The result for people. Bars are drawn only where `columns` says how wide a terminal is. */
export function probeText(
  request: ProbeRequest,
  summary: ProbeSummary,
  clock: ReceiveClock,
  terminal: { readonly columns: number | null; readonly paint: Paint },
): string {
  const { paint, columns } = terminal;
  const lines = [
    paint('bold', describe(request)),
    `${String(summary.count)} sent: ${outcomeList(summary, paint)}`,
    '',
    ...(columns === null ? [] : histogramLines(summary, columns, paint)),
    ...figureLines(summary, paint),
    '',
    paint('dim', clock === 'kernel' ? 'Receive times are the kernel’s.' : 'Receive times are this process’s.'),
  ];
  return `${lines.join('\n')}\n`;
}

export function describe({ resolver, query }: ProbeRequest): string {
  return `${query.qname} ${query.qtype} at ${formatEndpoint(resolver.address, resolver.port)} over ${resolver.transport}`;
}

function outcomeList(summary: ProbeSummary, paint: Paint): string {
  const parts = summary.outcomes.map(([outcome, count]) =>
    paint(outcome === 'answered' ? 'green' : 'red', `${String(count)} ${outcome}`),
  );
  return parts.length === 0 ? 'no data' : parts.join(', ');
}

function histogramLines(summary: ProbeSummary, columns: number, paint: Paint): readonly string[] {
  if (summary.count === 0) return [];
  const { min, max, p50, p90, p99 } = summary.rtt();
  const marks = Object.entries({ p50, p90, p99 }).flatMap(([name, us]) => (us === null ? [] : [{ name, us }]));
  const failures = summary.outcomes
    .filter(([outcome]) => outcome !== 'answered')
    .map(([name, count]) => ({ name, count }));
  const distribution = summary.answered;
  const rows = terminalHistogram({ distribution, minUs: min ?? 0, maxUs: max ?? 0, marks, failures, columns, paint });
  return [...rows, ''];
}

const FIGURES: readonly (keyof RttFigures)[] = ['min', 'p50', 'p90', 'p99', 'p999', 'max', 'mean'];
const LABEL_WIDTH = 9;
const FIGURE_WIDTH = 9;

function figureLines(summary: ProbeSummary, paint: Paint): readonly string[] {
  const rtt = summary.rtt();
  const lag: Partial<RttFigures> = summary.sendLag();
  const head = FIGURES.map((name) => (name === 'p999' ? 'p99.9' : name).padStart(FIGURE_WIDTH)).join('');
  const figures = (of: Partial<RttFigures>) =>
    FIGURES.map((name) => (name in of ? formatMicroseconds(of[name] ?? null) : '').padStart(FIGURE_WIDTH)).join('');
  return [
    paint('dim', `${' '.repeat(LABEL_WIDTH)}${head}`),
    `${'RTT'.padEnd(LABEL_WIDTH)}${figures(rtt)}`,
    `${'send lag'.padEnd(LABEL_WIDTH)}${figures(lag).trimEnd()}`,
  ];
}
