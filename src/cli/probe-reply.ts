import { decodeMessage, type DnsMessage, type MessageFlags, type RecordText } from '../dns/decode-message.js';
import { printable } from '../domain/printable.js';
import { extendedErrorText } from '../dns/extended-error-text.js';
import { rcodeText } from '../dns/rcode.js';
import type { AttemptResult } from '../measure/attempt-result.js';
import { certificateText } from './certificate-text.js';
import { phaseWords } from '../publish/operator/failure-text.js';
import { formatMicroseconds } from './format-microseconds.js';
import type { Paint } from './terminal-style.js';

/** The reply to a single attempt, as people who know dig want to see it. */
export function replyText(attempt: AttemptResult, paint: Paint, nowMs: number): readonly string[] {
  const message = attempt.reply === null ? null : decodeMessage(attempt.reply);
  return [
    ...(message === null ? [] : messageLines(message, paint)),
    endLine(attempt, paint),
    ...certificateLines(attempt, nowMs),
  ];
}

/** The same for `--json`; `null` without a reply that is a message. */
export function replyJson({ reply }: AttemptResult): unknown {
  const message = reply === null ? null : decodeMessage(reply);
  if (reply === null || message === null) return null;
  const { answers, authorities, additionals, edns } = message;
  return {
    rcode: rcodeText(message.rcode),
    flags: flagsOf(message),
    answers,
    authorities,
    additionals,
    nsid: edns?.nsid ?? null,
    ede: edns?.ede ?? [],
    bytes: reply.length,
  };
}

const FLAGS: readonly (keyof MessageFlags)[] = ['aa', 'tc', 'rd', 'ra', 'ad', 'cd'];

function flagsOf({ flags }: DnsMessage): readonly string[] {
  return FLAGS.filter((flag) => flags[flag]);
}

function messageLines(message: DnsMessage, paint: Paint): readonly string[] {
  const { edns, answers, authorities, additionals } = message;
  const rcode = rcodeText(message.rcode);
  const flags = flagsOf(message).join(' ');
  const size = edns === null ? 'no EDNS' : `EDNS ${String(edns.udpSize)} bytes${edns.do ? ' do' : ''}`;
  return [
    `${paint('bold', rcode)}  flags ${flags === '' ? '–' : flags}  ${size}`,
    ...(edns?.nsid == null ? [] : [`NSID ${printable(edns.nsid)}`]),
    ...(edns?.ede ?? []).map((error) => `EDE ${extendedErrorText(error)}`),
    '',
    ...sectionLines('answer', answers, paint),
    ...sectionLines('authority', authorities, paint),
    ...sectionLines('additional', additionals, paint),
  ];
}

function sectionLines(title: string, records: readonly RecordText[], paint: Paint): readonly string[] {
  if (records.length === 0) return [];
  const ttlWidth = Math.max(...records.map(({ ttlSeconds }) => String(ttlSeconds).length));
  const lines = records.map(({ name, type, ttlSeconds, data }) =>
    printable(`  ${name}  ${String(ttlSeconds).padStart(ttlWidth)}  ${type}  ${data}`),
  );
  return [paint('dim', title), ...lines, ''];
}

/** Also of a bad one, as far as its date could be read. */
function certificateLines({ connection }: AttemptResult, nowMs: number): readonly string[] {
  const expiresAtMs = connection?.certificateExpiresAtMs ?? null;
  return expiresAtMs === null ? [] : [certificateText(expiresAtMs, nowMs)];
}

function endLine(attempt: AttemptResult, paint: Paint): string {
  const { outcome, rttUs, detail, reply, localPort, connection } = attempt;
  const during = outcome === 'answered' ? null : phaseWords(attempt.evidence());
  const { connectUs = null, tlsUs = null, queryUs = null } = connection ?? {};
  const phases = Object.entries({ connect: connectUs, TLS: tlsUs, query: queryUs }).flatMap(([name, us]) =>
    us === null ? [] : [`${name} ${formatMicroseconds(us)}`],
  );
  const parts = [
    `${paint(outcome === 'answered' ? 'green' : 'red', outcome)}${rttUs === null ? '' : ` in ${formatMicroseconds(rttUs)}`}`,
    ...(during === null ? [] : [during]),
    ...(detail === null ? [] : [printable(detail)]),
    ...(phases.length === 0 ? [] : [phases.join(' + ')]),
    ...(reply === null ? [] : [`${String(reply.length)} bytes`]),
    ...(localPort === null ? [] : [`from port ${String(localPort)}`]),
  ];
  return parts.join(', ');
}
