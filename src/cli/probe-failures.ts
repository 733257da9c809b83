import { extendedErrorText } from '../dns/extended-error-text.js';
import type { FailureEvidence } from '../domain/failure-evidence.js';
import { printable } from '../domain/printable.js';
import { phaseWords } from '../publish/operator/failure-text.js';
import { formatMicroseconds } from './format-microseconds.js';
import type { TextStyle } from './terminal-style.js';
import { wrapWords } from './wrap-words.js';

/** A line for each of the last failures: when, what, and which way it went. */
export function failureLines(failures: readonly FailureEvidence[], { columns, paint }: TextStyle): readonly string[] {
  const width = Math.max(0, ...failures.map(({ outcome }) => outcome.length));
  return failures.flatMap((failure) => {
    const time = new Date(failure.scheduledAtMs).toISOString().slice(11, 23);
    const facts = printable(factsOf(failure).join(', '));
    const text = `  ${time} ${paint('red', failure.outcome.padEnd(width))}  ${facts}`;
    return wrapWords(text.trimEnd(), columns, '    ');
  });
}

function factsOf(failure: FailureEvidence): readonly string[] {
  const { rttUs, detail, reply, localPort } = failure;
  const during = phaseWords(failure);
  return [
    ...(reply === null ? [] : [[reply.rcode, ...reply.flags].join(' ')]),
    ...(during === null ? [] : [during]),
    ...(detail === null ? [] : [detail]),
    ...(reply?.ede ?? []).map((error) => `EDE ${extendedErrorText(error)}`),
    ...(reply?.nsid == null ? [] : [`NSID ${reply.nsid}`]),
    ...(rttUs === null ? [] : [`after ${formatMicroseconds(rttUs)}`]),
    ...(localPort === null ? [] : [`from port ${String(localPort)}`]),
  ];
}

/** The same for `--json`. */
export function failuresJson(failures: readonly FailureEvidence[]): unknown {
  return failures.map(({ outcome, scheduledAtMs, rttUs, qname, detail, localPort, phase, reply }) => ({
    time: new Date(scheduledAtMs).toISOString(),
    outcome,
    rttUs,
    qname,
    detail,
    localPort,
    phase,
    rcode: reply?.rcode ?? null,
    flags: reply?.flags ?? null,
    nsid: reply?.nsid ?? null,
    ede: reply?.ede ?? null,
  }));
}
