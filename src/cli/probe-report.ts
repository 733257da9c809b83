import { comparisonLines } from './comparison-lines.js';
import { detailLines } from './probe-details.js';
import { figureLines, histogramLines } from './probe-figures.js';
import { replyText } from './probe-reply.js';
import { type ProbeReport, type ProbeResult, type ReceiveClock, receiveClockOf } from './probe-result.js';
import type { ProbeSummary } from './probe-summary.js';
import type { Paint, TextStyle } from './terminal-style.js';
import { wrapWords } from './wrap-words.js';

/** Where the result is read. */
export interface ReportTerminal {
  /** `null`: it is no terminal; bars are left out, and nothing is made to fit. */
  readonly columns: number | null;
  readonly paint: Paint;
}

/** The result for people. */
export function probeText(report: ProbeReport, { columns, paint }: ReportTerminal): string {
  const style = { columns: columns ?? Infinity, paint };
  const isSingle = report.results.every(({ only }) => only !== null);
  const sections = isSingle ? replySections(report, style) : figureSections(report, style);
  return `${[...sections, ...clockLines(report, style)].join('\n')}\n`;
}

/** Of one attempt each, what the replies say. */
function replySections({ request, results }: ProbeReport, { paint }: TextStyle): readonly string[] {
  return results.flatMap((result) => {
    const reply = result.only === null ? [] : replyText(result.only, paint, Date.now());
    return [paint('bold', describe(request, result)), ...reply, ''];
  });
}

function figureSections({ request, results }: ProbeReport, style: TextStyle): readonly string[] {
  const { columns, paint } = style;
  const heads = results.flatMap((result) => [
    paint('bold', describe(request, result)),
    `${String(result.summary.sent)} sent: ${outcomeList(result.summary, paint)}`,
    ...awaitedLines(result.summary, columns),
  ]);
  return [
    ...heads,
    '',
    ...(columns === Infinity ? [] : histogramLines(results, style)),
    ...figureLines(results, style),
    ...comparisonLines(results, style),
    ...results.flatMap((result) => detailLines(result, results.length > 1, style)),
  ];
}

function describe({ query }: ProbeReport['request'], { resolver }: ProbeResult): string {
  const qclass = query.qclass === 'IN' ? '' : `${query.qclass} `;
  const over = resolver.transport === 'doh' ? `doh (${dohParts(resolver)})` : resolver.transport;
  return `${query.qname} ${qclass}${query.qtype} at ${bareName(resolver)} over ${over}`;
}

/** What the URL does not say: where it is asked, and the name on the certificate where that is another than the host. */
function dohParts({ address, tlsName }: ProbeResult['resolver']): string {
  return tlsName === undefined ? address : `${address}, TLS name ${tlsName}`;
}

/** Without the transport, which is said apart. */
function bareName({ name, transport }: ProbeResult['resolver']): string {
  return transport === 'doh' ? name : name.replace(/^(tcp|dot):/, '');
}

function outcomeList(summary: ProbeSummary, paint: Paint): string {
  const parts = summary.outcomes.map(([outcome, amount]) =>
    paint(outcome === 'answered' ? 'green' : 'red', `${String(amount)} ${outcome}`),
  );
  return parts.length > 0 ? parts.join(', ') : summary.sent === 0 ? 'no data' : 'no outcome yet';
}

/** Neither failed nor answered: whoever ended the run did not wait for them. */
function awaitedLines({ awaited }: ProbeSummary, columns: number): readonly string[] {
  if (awaited === 0) return [];
  return wrapWords(`${String(awaited)} still awaited when it was ended: no outcome, and in no figure`, columns);
}

function clockLines(report: ProbeReport, { columns, paint }: TextStyle): readonly string[] {
  const clocks = new Set(report.results.map(({ resolver }) => receiveClockOf(report, resolver)));
  return wrapWords(clockText(clocks), columns).map((line) => paint('dim', line));
}

function clockText(clocks: ReadonlySet<ReceiveClock>): string {
  if (!clocks.has('kernel')) return 'Receive times are this process’s.';
  if (!clocks.has('user')) return 'Receive times are the kernel’s.';
  return 'Receive times of datagrams are the kernel’s, those of streams this process’s.';
}
