import type { ImportSummary } from '../app/import/import-file.js';
import { count } from './count.js';

/** What became of one file, as `import --json` lists it. */
export type ImportReport =
  | ({ readonly file: string; readonly status: 'imported' | 'unchanged' } & ImportSummary)
  | {
      readonly file: string;
      readonly status: 'rejected';
      /** `line` is `null` for what concerns the whole file. */
      readonly problems: readonly { readonly line: number | null; readonly message: string }[];
    };

/** One line on what became of a file, and its problems as `file:line: message`, one a line. */
export function formatImportOutcome(report: ImportReport): { readonly text: string; readonly problems: string } {
  const { file } = report;
  switch (report.status) {
    case 'imported':
      return { text: `${file}: ${imported(report)}${tooOld(report)}\n`, problems: '' };
    case 'unchanged':
      return { text: `${file}: already imported, nothing changed\n`, problems: '' };
    case 'rejected': {
      const problems = report.problems.map(({ line, message }) =>
        line === null ? `${file}: ${message}\n` : `${file}:${String(line)}: ${message}\n`,
      );
      return { text: `${file}: nothing was imported\n`, problems: problems.join('') };
    }
    default:
      return report satisfies never;
  }
}

function imported({ lines, attempts, tooOldLines }: ImportSummary): string {
  const kept = lines - tooOldLines;
  if (kept === 0) return '0 lines imported';
  // How many attempts the lines left out stood for is not known.
  const ofAttempts = tooOldLines > 0 || attempts === lines ? '' : `, ${count(attempts, 'attempt')}`;
  return `imported ${count(kept, 'line')}${ofAttempts}`;
}

function tooOld({ tooOldLines }: ImportSummary): string {
  return tooOldLines === 0 ? '' : `; ${String(tooOldLines)} left out, older than the retention of days`;
}
