import { certificateText } from './certificate-text.js';
import { count } from './count.js';
import { failureLines } from './probe-failures.js';
import type { ProbeResult } from './probe-result.js';
import type { ConnectionCounts } from './probe-summary.js';
import type { TextStyle } from './terminal-style.js';
import { wrapWords } from './wrap-words.js';

/** What else is worth knowing of a resolver; nothing where there is nothing. */
export function detailLines(
  { resolver, summary, suspicious }: ProbeResult,
  isNamed: boolean,
  style: TextStyle,
): readonly string[] {
  const { paint, columns } = style;
  const { connections, failures } = summary;
  const lines = [
    ...(connections === null ? [] : wrapWords(connectionText(connections, Date.now()), columns)),
    ...(suspicious === 0 ? [] : [paint('red', `${count(suspicious, 'suspicious datagram')} ignored`)]),
    ...(failures.length === 0 ? [] : ['Last failures (UTC):', ...failureLines(failures, style)]),
  ];
  return lines.length === 0 ? [] : [...(isNamed ? [paint('bold', resolver.name)] : []), ...lines, ''];
}

function connectionText({ opened, reopened, certificateExpiresAtMs }: ConnectionCounts, nowMs: number): string {
  const parts = [
    `${count(opened, 'connection')} opened${reopened === 0 ? '' : `, ${String(reopened)} because the other side had ended one`}`,
  ];
  if (certificateExpiresAtMs !== null) parts.push(certificateText(certificateExpiresAtMs, nowMs));
  return parts.join('; ');
}
