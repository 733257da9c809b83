import type { FailureEvidence, StubStep } from '../domain/failure-evidence.js';
import { sendLagUs } from '../publish/admin/failure-json.js';
import { whatFailed } from '../publish/operator/failure-text.js';
import { formatMicroseconds } from './format-microseconds.js';
import { hexDump, messageDump } from './message-dump.js';
import { printable } from '../domain/printable.js';
import type { Paint } from './terminal-style.js';

/** Everything that is kept of one failure: what was asked of whom and when, and the reply decoded and in hex. */
export function failureDetail(failure: FailureEvidence, paint: Paint): string {
  const { series, outcome, scheduledAtMs } = failure;
  const { vantage, probe, resolver, query } = series;
  const title = `${new Date(scheduledAtMs).toISOString()}  ${outcome}  ${probe} / ${resolver} / ${query}, seen from ${vantage}`;
  const lines = [...facts(failure), ...steps(failure.steps ?? []), ...reply(failure)];
  return `${[paint('bold', title), ...lines.map((line) => `  ${line}`)].join('\n')}\n`;
}

function facts(failure: FailureEvidence): readonly string[] {
  const { qname, qtype, transport, peer, localPort, rttUs, byteCount } = failure;
  const from = localPort === null ? '' : ` from port ${String(localPort)}`;
  const lagUs = sendLagUs(failure);
  const what = whatFailed(failure);
  return [
    `asked  ${printable(qname)} ${qtype}, ${transport} to ${peer}${from}`,
    lagUs === null ? 'sent   nothing' : `sent   ${formatMicroseconds(lagUs)} after its time`,
    byteCount === null ? 'reply  none' : `reply  ${String(byteCount)} bytes after ${formatMicroseconds(rttUs)}`,
    ...(what === '' ? [] : [`what   ${what}`]),
  ];
}

function steps(of: readonly StubStep[]): readonly string[] {
  return of.map(({ resolver, outcome, rcode, elapsedUs }, index) => {
    const said = rcode === null ? '' : ` ${rcode}`;
    return `step ${String(index + 1)}  ${resolver}: ${outcome}${said}, ${formatMicroseconds(elapsedUs)}`;
  });
}

function reply({ bytes, byteCount }: FailureEvidence): readonly string[] {
  if (bytes === null) return [];
  const isWhole = byteCount === bytes.length;
  const notDecoded = isWhole
    ? ';; not a DNS message'
    : `;; only the first ${String(bytes.length)} of ${String(byteCount)} bytes are kept`;
  return [...((isWhole ? messageDump(bytes) : null) ?? [notDecoded]), ...hexDump(bytes)];
}
