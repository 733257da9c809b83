import type { FailureEvidence } from '../domain/failure-evidence.js';
import { whatFailed } from '../publish/operator/failure-text.js';
import { formatMicroseconds } from './format-microseconds.js';
import { printable } from '../domain/printable.js';
import type { Paint } from './terminal-style.js';

const HEADER = ['TIME (UTC)', 'PROBE', 'RESOLVER', 'QUERY', 'OUTCOME', 'RTT', 'PORT', 'NSID', 'WHAT'] as const;
/** A longer text moves its own line only. */
const WIDEST = 28;
const NO_DATA = '–';

/** Failures for people, one a line; `–` where there is none. */
export function failureTable(failures: readonly FailureEvidence[], paint: Paint): string {
  const rows = failures.map(cellsOf);
  const widths = HEADER.map((title, column) =>
    Math.min(WIDEST, Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0))),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return `${[paint('bold', line(HEADER)), ...rows.map(line)].join('\n')}\n`;
}

function cellsOf(failure: FailureEvidence): readonly string[] {
  const { series, outcome, scheduledAtMs, rttUs, localPort, reply } = failure;
  return [
    new Date(scheduledAtMs).toISOString().replace('T', ' ').replace('Z', ''),
    series.probe,
    series.resolver,
    series.query,
    outcome,
    formatMicroseconds(rttUs),
    localPort === null ? NO_DATA : String(localPort),
    printable(reply?.nsid ?? NO_DATA),
    whatFailed(failure) || NO_DATA,
  ];
}
