import { createReadStream, statSync } from 'node:fs';

import { Command } from 'commander';

import { importFile, type ImportOutcome } from '../app/import/import-file.js';
import type { ImportStore } from '../app/import/import-store.js';
import { OUTCOMES } from '../domain/outcome.js';
import { type Clock, systemClock } from '../domain/clock.js';
import type { RetentionConfig } from '../record/config.js';
import { openStore } from '../record/store/sqlite/open-store.js';
import { EXIT } from './exit-codes.js';
import { type ImportProgressTerminal, importProgressBar } from './import-progress.js';
import { formatImportOutcome, type ImportReport } from './import-report.js';
import { DEFAULT_CONFIG_FILE, requireConfig } from './require-config.js';

export interface ImportSettings {
  readonly storeFile: string;
  readonly vantage: string;
  readonly retention: RetentionConfig;
}

export interface ImportCommandDeps {
  /** Rejects with what is wrong with the configuration; the caller of the command reports that. */
  loadConfig(file: string): Promise<ImportSettings>;
  readonly clock: Clock;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: ImportProgressTerminal;
}

/** `import FILE…`: backfills outcomes from NDJSON; each file wholly or not at all. */
export function importCommand(deps: ImportCommandDeps = realDeps()): Command {
  return new Command('import')
    .description('backfill outcomes from NDJSON files; importing the same file twice changes nothing')
    .argument('<file...>', 'NDJSON, one JSON object a line; - is standard input')
    .option('-c, --config <file>', 'configuration file', DEFAULT_CONFIG_FILE)
    .option('--json', 'what was imported, as JSON')
    .addHelpText('after', LINE_FORMAT)
    .action((files: string[], options: ImportOptions) => importAll(files, options, deps));
}

const LINE_FORMAT = `
Each line is a JSON object:
  time      ISO 8601 with its zone, not in the future: 2026-10-01T00:00:00.250Z
  vantage   default: the one configured
  probe, resolver
  query     default: default
  outcome   ${OUTCOMES.join(', ')}
  rttUs     microseconds; required of outcomes for which a reply came, not allowed for others
  rcode     checked, not kept
  count     so many equal outcomes; default: 1
Other keys are errors. If one line is wrong, nothing of its file is kept.`;

interface ImportOptions {
  readonly config: string;
  readonly json?: boolean;
}

async function importAll(files: readonly string[], options: ImportOptions, deps: ImportCommandDeps): Promise<void> {
  const settings = await deps.loadConfig(options.config);
  const store = openStore({ file: settings.storeFile, access: 'shared', clock: deps.clock });
  const reports: ImportReport[] = [];
  try {
    for (const file of files) {
      const report = await importOne(file, store, settings, deps);
      reports.push(report);
      const { text, problems } = formatImportOutcome(report);
      deps.stderr.write(problems);
      if (options.json !== true) deps.stdout.write(text);
    }
  } finally {
    store.close();
  }
  if (options.json === true) deps.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
  if (reports.some(({ status }) => status === 'rejected')) process.exitCode = EXIT.wrong;
}

async function importOne(
  file: string,
  store: ImportStore,
  settings: ImportSettings,
  deps: ImportCommandDeps,
): Promise<ImportReport> {
  const name = file === '-' ? 'stdin' : file;
  const source = openSource(file, deps.stdin);
  if ('fault' in source) return { file: name, status: 'rejected', problems: [{ line: null, message: source.fault }] };
  const bar = importProgressBar({
    terminal: deps.stderr,
    name,
    totalBytes: source.bytes,
    nowMs: () => performance.now(),
  });
  try {
    const { vantage, retention } = settings;
    const outcome = await importFile(
      { name, chunks: source.chunks },
      { store, vantage, retention, clock: deps.clock, onProgress: (progress) => bar.update(progress) },
    );
    return reportOf(name, outcome);
  } catch (error) {
    const fault = readFault(error);
    if (fault === null) throw error;
    return { file: name, status: 'rejected', problems: [{ line: null, message: fault }] };
  } finally {
    bar.clear();
  }
}

type Source =
  { readonly chunks: AsyncIterable<Uint8Array>; readonly bytes: number | null } | { readonly fault: string };

function openSource(file: string, stdin: AsyncIterable<Uint8Array>): Source {
  if (file === '-') return { chunks: stdin, bytes: null };
  try {
    const stat = statSync(file);
    if (stat.isDirectory()) return { fault: 'a file is required, found a folder' };
    return { chunks: createReadStream(file, { highWaterMark: 1 << 20 }), bytes: stat.isFile() ? stat.size : null };
  } catch (error) {
    return { fault: readFault(error) ?? String(error) };
  }
}

/** What went wrong with reading the file itself; `null` if it was something else. */
function readFault(error: unknown): string | null {
  const isOfFileSystem = error instanceof Error && 'syscall' in error;
  return isOfFileSystem ? `a readable file is required: ${error.message}` : null;
}

function reportOf(file: string, outcome: ImportOutcome): ImportReport {
  if (outcome.kind !== 'rejected') {
    const { kind: status, ...summary } = outcome;
    return { file, status, ...summary };
  }
  const problems = outcome.problems.map(({ line, pointer, message }) => ({
    line,
    message: pointer === '' ? message : `${pointer}: ${message}`,
  }));
  const rest = { line: null, message: 'there are more bad lines; the rest of the file was not read' };
  return { file, status: 'rejected', problems: outcome.isComplete ? problems : [...problems, rest] };
}

function realDeps(): ImportCommandDeps {
  return {
    loadConfig: async (file) => {
      // SLOs may select what only this import brings.
      const { store, vantage, retention } = await requireConfig(file, { selectors: 'any' });
      return { storeFile: store.file, vantage, retention };
    },
    clock: systemClock,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
  };
}
