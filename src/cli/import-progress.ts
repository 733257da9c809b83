import type { ImportProgress } from '../app/import/import-file.js';

/** Where the bar is drawn; standard error fits. */
export interface ImportProgressTerminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface ImportProgressBar {
  update(progress: ImportProgress): void;
  /** Takes the bar away. */
  clear(): void;
}

interface BarOptions {
  readonly terminal: ImportProgressTerminal;
  readonly name: string;
  /** `null` where it is not known, as for standard input. */
  readonly totalBytes: number | null;
  readonly nowMs: () => number;
}

const REDRAW_MS = 100;
const ERASE_LINE = '\r\u001b[2K';

/** One line that follows an import on a terminal: how far it is, and how many lines a second were read. Nothing elsewhere. */
export function importProgressBar(options: BarOptions): ImportProgressBar {
  const startedAtMs = options.nowMs();
  let drawnAtMs = -Infinity;
  return {
    update(progress) {
      const nowMs = options.nowMs();
      if (options.terminal.isTTY !== true || nowMs - drawnAtMs < REDRAW_MS) return;
      drawnAtMs = nowMs;
      const columns = Math.max(20, options.terminal.columns ?? 80) - 1;
      options.terminal.write(ERASE_LINE + render(progress, options, nowMs - startedAtMs).slice(0, columns));
    },
    clear() {
      if (drawnAtMs !== -Infinity) options.terminal.write(ERASE_LINE);
    },
  };
}

function render(progress: ImportProgress, { name, totalBytes }: BarOptions, elapsedMs: number): string {
  switch (progress.kind) {
    case 'reading': {
      const { bytes, lines } = progress;
      const share = totalBytes === null || totalBytes === 0 ? null : bytes / totalBytes;
      const ofBytes = totalBytes === null ? megabytes(bytes) : `${megabytes(bytes)} of ${megabytes(totalBytes)}`;
      return `${name}: reading ${bar(share)}${ofBytes}, ${perSecond(lines, elapsedMs)}`;
    }
    case 'waiting':
      return `${name}: waiting for another import to finish`;
    case 'storing': {
      const { cells, totalCells } = progress;
      // Hours and days come on top of what was collected, so the end is only nearly known.
      return `${name}: storing ${bar(totalCells === 0 ? null : Math.min(1, cells / totalCells))}${String(cells)} cells`;
    }
    default:
      return progress satisfies never;
  }
}

const BAR_WIDTH = 20;

function bar(share: number | null): string {
  if (share === null) return '';
  const filled = Math.round(Math.min(1, share) * BAR_WIDTH);
  const percent = String(Math.floor(Math.min(1, share) * 100)).padStart(3);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${percent} %  `;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function perSecond(lines: number, elapsedMs: number): string {
  return elapsedMs < 1 ? `${String(lines)} lines` : `${String(Math.round((lines / elapsedMs) * 1000))} lines/s`;
}
