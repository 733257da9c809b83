import { formatMicroseconds } from './format-microseconds.js';
import type { ProbeAttempt, ProbeSummary } from './probe-summary.js';
import type { Paint } from './terminal-style.js';

/** Where the live line is drawn; standard error fits. */
export interface ProgressTerminal {
  readonly columns?: number;
  write(text: string): unknown;
}

export interface ProgressLine {
  /** Call after each attempt; draws ten times a second at most. */
  update(attempt: ProbeAttempt): void;
  /** Takes the line away. */
  clear(): void;
}

export interface ProgressOptions {
  readonly terminal: ProgressTerminal;
  readonly total: number;
  readonly summary: ProbeSummary;
  readonly paint: Paint;
  readonly nowMs: () => number;
}

const REDRAW_MS = 100;
const ERASE_LINE = '\r\u001b[2K';

/** One line that follows a measurement on a terminal. */
export function progressLine(options: ProgressOptions): ProgressLine {
  const recent: ProbeAttempt[] = [];
  let drawnAtMs = -Infinity;
  return {
    update(attempt) {
      recent.push(attempt);
      if (recent.length > MOST_RECENT) recent.shift();
      const nowMs = options.nowMs();
      if (nowMs - drawnAtMs < REDRAW_MS) return;
      drawnAtMs = nowMs;
      options.terminal.write(ERASE_LINE + renderProgress(options, recent));
    },
    clear() {
      if (drawnAtMs !== -Infinity) options.terminal.write(ERASE_LINE);
    },
  };
}

const MOST_RECENT = 30;

function renderProgress(options: ProgressOptions, recent: readonly ProbeAttempt[]): string {
  const { summary, total, paint } = options;
  const columns = Math.max(20, options.terminal.columns ?? 80) - 1;
  const failed = summary.count - summary.answered.count;
  const parts = [
    `${String(summary.count)}/${String(total)}`,
    `${String(summary.answered.count)} answered`,
    ...(failed === 0 ? [] : [`${String(failed)} failed`]),
    `p50 ${formatMicroseconds(summary.rtt().p50)}`,
    `last ${lastOf(recent)}`,
  ];
  const text = parts.join('  ').slice(0, columns);
  const shown = recent.slice(-Math.max(0, columns - text.length - 2));
  return columns - text.length < 5 ? text : `${text}  ${sparkline(shown, paint)}`;
}

function lastOf(recent: readonly ProbeAttempt[]): string {
  const last = recent.at(-1);
  if (last === undefined) return '–';
  return last.outcome === 'answered' ? formatMicroseconds(last.rttUs) : last.outcome;
}

const HEIGHTS = '▁▂▃▄▅▆▇█';

/** The latest RTTs on a logarithmic scale between the fastest and the slowest of them; × is a failure. */
function sparkline(recent: readonly ProbeAttempt[], paint: Paint): string {
  const logs = recent.map(({ outcome, rttUs }) => (outcome === 'answered' ? Math.log(Math.max(1, rttUs ?? 1)) : null));
  const known = logs.filter((log) => log !== null);
  const lowest = Math.min(...known);
  const range = Math.max(...known) - lowest;
  return logs
    .map((log) => {
      if (log === null) return paint('red', '×');
      const height = range === 0 ? 0 : Math.round(((log - lowest) / range) * (HEIGHTS.length - 1));
      return paint('cyan', HEIGHTS.charAt(height));
    })
    .join('');
}
