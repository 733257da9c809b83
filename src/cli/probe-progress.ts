import { formatMicroseconds } from './format-microseconds.js';
import type { ProbeAttempt, ProbeSummary } from './probe-summary.js';
import { sparkline } from './sparkline.js';
import type { Paint } from './terminal-style.js';

/** Where the live lines are drawn; standard error fits. */
export interface ProgressTerminal {
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

export interface ProbeProgress {
  /** Call after each attempt; draws nothing. */
  note(position: number, attempt: ProbeAttempt): void;
  /** Draws over what was drawn before. */
  draw(): void;
  /** Takes the lines away. */
  clear(): void;
}

/** One resolver that is being measured. */
export interface ProgressLane {
  readonly name: string;
  readonly summary: ProbeSummary;
}

export interface ProgressOptions {
  readonly terminal: ProgressTerminal;
  /** Attempts of each. */
  readonly total: number;
  readonly lanes: readonly ProgressLane[];
  readonly paint: Paint;
}

/** Each line is overwritten, and only then the rest of it erased: erased first, it would flicker. */
const ERASE_REST = '\u001b[K';
const MOST_RECENT = 30;

/** A line per resolver that follows a measurement on a terminal. */
export function probeProgress(options: ProgressOptions): ProbeProgress {
  const { terminal, lanes } = options;
  const recent: ProbeAttempt[][] = lanes.map(() => []);
  let drawn = 0;
  return {
    note(position, attempt) {
      const latest = recent[position];
      latest?.push(attempt);
      if (latest !== undefined && latest.length > MOST_RECENT) latest.shift();
    },
    draw() {
      const lines = renderLines(options, recent);
      terminal.write(`${upBy(drawn)}${lines.join(`${ERASE_REST}\n`)}${ERASE_REST}`);
      drawn = lines.length;
    },
    clear() {
      if (drawn > 0) terminal.write(upBy(drawn) + new Array(drawn).fill(ERASE_REST).join('\n') + upBy(drawn));
      drawn = 0;
    },
  };
}

/** To the start of the first of so many lines, from anywhere in the last. */
function upBy(lines: number): string {
  return lines > 1 ? `\r\u001b[${String(lines - 1)}A` : '\r';
}

/** What is higher than the terminal cannot be drawn over: the last line then says how many more there are. */
function renderLines(options: ProgressOptions, recent: readonly (readonly ProbeAttempt[])[]): readonly string[] {
  const { lanes, terminal } = options;
  const columns = Math.max(20, terminal.columns ?? 80) - 1;
  const fitting = Math.max(1, (terminal.rows ?? 24) - 1);
  const shown = lanes.length <= fitting ? lanes : lanes.slice(0, fitting - 1);
  const nameWidth = lanes.length === 1 ? 0 : nameWidthFor(lanes, columns);
  const lines = shown.map((lane, position) => {
    const name = nameWidth === 0 ? '' : `${lane.name.slice(0, nameWidth).padEnd(nameWidth)}  `;
    return name + renderLane(lane, recent[position] ?? [], options, columns - name.length);
  });
  const more = lanes.length - shown.length;
  return more === 0 ? lines : [...lines, `… and ${String(more)} more`];
}

function nameWidthFor(lanes: readonly ProgressLane[], columns: number): number {
  return Math.min(Math.floor(columns / 3), Math.max(...lanes.map(({ name }) => name.length)));
}

function renderLane(
  { summary }: ProgressLane,
  recent: readonly ProbeAttempt[],
  { total, paint }: ProgressOptions,
  columns: number,
): string {
  const failed = summary.count - summary.answered.count;
  const parts: readonly Part[] = [
    { text: `${String(summary.sent).padStart(String(total).length)}/${String(total)} sent`, priority: 0 },
    { text: `${String(summary.answered.count)} answered`, priority: 4 },
    ...(failed === 0 ? [] : [{ text: `${String(failed)} failed`, priority: 1 }]),
    { text: `p50 ${formatMicroseconds(summary.answered.percentileUs(0.5, summary.valid))}`, priority: 2 },
    { text: `last ${lastOf(recent)}`, priority: 3 },
  ];
  const text = fitting(parts, columns);
  const room = columns - text.length - 2;
  return room < 3 ? text : `${text}  ${sparkline(recent.slice(-room), paint)}`.trimEnd();
}

interface Part {
  readonly text: string;
  /** The highest is left out first where there is no room. */
  readonly priority: number;
}

function fitting(parts: readonly Part[], columns: number): string {
  const text = parts.map((part) => part.text).join('  ');
  if (text.length <= columns || parts.length === 1) return text.slice(0, columns);
  const last = Math.max(...parts.map(({ priority }) => priority));
  return fitting(
    parts.filter(({ priority }) => priority !== last),
    columns,
  );
}

function lastOf(recent: readonly ProbeAttempt[]): string {
  const last = recent.at(-1);
  if (last === undefined) return '–';
  return last.outcome === 'answered' ? formatMicroseconds(last.rttUs) : last.outcome;
}
