import { comparisonLines } from './comparison-lines.js';
import { detailLines } from './probe-details.js';
import { figureLines, histogramLines } from './probe-figures.js';
import { replyText } from './probe-reply.js';
import type { ProbeReport, ProbeResult } from './probe-result.js';
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
    const reply = result.only === null ? [] : replyText(result.only, paint);
    return [paint('bold', describe(request, result)), ...reply, ''];
  });
}

function figureSections({ request, results }: ProbeReport, style: TextStyle): readonly string[] {
  const { columns, paint } = style;
  const heads = results.flatMap((result) => [
    paint('bold', describe(request, result)),
    `${String(result.summary.count)} sent: ${outcomeList(result.summary, paint)}`,
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
  return parts.length === 0 ? 'no data' : parts.join(', ');
}

function clockLines({ clock, results }: ProbeReport, { columns, paint }: TextStyle): readonly string[] {
  const isAllUdp = results.every(({ resolver }) => resolver.transport === 'udp');
  const of = isAllUdp ? 'Receive times' : 'Receive times of datagrams';
  const text = clock === 'kernel' ? `${of} are the kernel’s.` : `${of} are this process’s.`;
  return wrapWords(text, columns).map((line) => paint('dim', line));
}
