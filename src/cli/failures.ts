import { Command, InvalidArgumentError, Option } from 'commander';

import type { Clock } from '../domain/clock.js';
import { parseDurationMs } from '../domain/duration.js';
import type { FailureQuery, FailureReader } from '../domain/failure-reader.js';
import { FAILED_OUTCOMES, type FailedOutcome } from '../domain/outcome.js';
import type { Series } from '../domain/series.js';
import { failuresJson, type KeptFailures } from '../publish/admin/failure-json.js';
import { EXIT } from './exit-codes.js';
import { failureDetail } from './failure-detail.js';
import { lossLines } from './failure-losses.js';
import { failureSummary } from './failure-summary.js';
import { failureTable } from './failure-table.js';
import { parseInstant } from '../domain/parse-instant.js';
import { paintFor } from './terminal-style.js';
import { unknownSeries } from './unknown-series.js';

export interface FailuresCommandDeps {
  /** Rejects with what is wrong with the configuration or the store; the caller of the command reports that. */
  open(configFile: string | undefined): Promise<OpenedFailures>;
  readonly clock: Clock;
  readonly stdout: { readonly isTTY?: boolean; write(text: string): unknown };
  readonly stderr?: { write(text: string): unknown };
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** The failures of a store, and whose there can be. */
export interface OpenedFailures extends FailureReader {
  /** Configured or stored. */
  series(): Promise<readonly Series[]>;
  close(): void;
}

interface FailuresOptions extends Partial<Record<'vantage' | 'probe' | 'resolver' | 'query', string>> {
  readonly config?: string;
  readonly outcome?: FailedOutcome;
  readonly since?: Since;
  readonly limit: number;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 10_000;

/** `failures`: the last attempts of each series that were not answered, with or without a running daemon. */
export function failuresCommand(deps: FailuresCommandDeps): Command {
  return new Command('failures')
    .description('show the last failures of each series: who failed, how, and what the reply said')
    .option('-c, --config <file>', 'configuration (default: ./resolver-slo.yaml)')
    .option('--probe <name>', 'only of this probe')
    .option('--resolver <name>', 'only of this resolver')
    .option('--query <name>', 'only of this query')
    .option('--vantage <name>', 'only seen from this vantage')
    .addOption(new Option('--outcome <outcome>', 'only with this outcome').choices(FAILED_OUTCOMES))
    .option(
      '--since <time>',
      'only since this time (ISO 8601; UTC unless it names an offset) or so long ago (15m)',
      sinceOption,
    )
    .option('--limit <count>', `at most so many, the newest (1 to ${String(MAX_LIMIT)})`, limitOption, DEFAULT_LIMIT)
    .option('--verbose', 'all that is kept of each, the reply decoded and in hex')
    .option('--json', 'as JSON')
    .action((options: FailuresOptions) => showFailures(deps, options));
}

async function showFailures(deps: FailuresCommandDeps, options: FailuresOptions): Promise<void> {
  const store = await deps.open(options.config);
  try {
    const query = queryOf(options, deps.clock.nowMs());
    const unknown = unknownSeries(query, await store.series());
    if (unknown !== null) {
      fail(deps, unknown);
      return;
    }
    const kept = { failures: await store.failures(query), losses: await store.failureLosses(query) };
    deps.stdout.write(options.json === true ? jsonOf(kept) : textOf(deps, kept, options.verbose === true));
  } finally {
    store.close();
  }
}

function fail({ stderr }: FailuresCommandDeps, message: string): void {
  (stderr ?? process.stderr).write(`resolver-slo failures: ${message}\n`);
  process.exitCode = EXIT.wrong;
}

function queryOf(options: FailuresOptions, nowMs: number): FailureQuery {
  const { vantage = null, probe = null, resolver = null, query = null, outcome = null, since, limit } = options;
  return { vantage, probe, resolver, query, outcome, sinceMs: since?.(nowMs) ?? null, limit };
}

function jsonOf(kept: KeptFailures): string {
  return `${JSON.stringify(failuresJson(kept), null, 2)}\n`;
}

function textOf({ stdout, env }: FailuresCommandDeps, { failures, losses }: KeptFailures, isVerbose: boolean): string {
  const paint = paintFor(stdout.isTTY === true, env ?? process.env);
  const lost = lossLines(losses).map((line) => `${line}\n`);
  if (failures.length === 0) return ['no failures are kept\n', ...lost].join('');
  const isDetailed = isVerbose || failures.length === 1;
  const shown = isDetailed
    ? failures.map((one) => failureDetail(one, paint)).join('\n')
    : failureTable(failures, paint);
  const summary = [...failureSummary(failures).map((line) => `${line}\n`), ...lost];
  return [shown, ...(summary.length === 0 ? [] : ['\n', ...summary])].join('');
}

/** The time meant, given the present one. */
type Since = (nowMs: number) => number;

function sinceOption(text: string): Since {
  const agoMs = parseDurationMs(text);
  if (agoMs !== null) return (nowMs) => nowMs - agoMs;
  const timeMs = parseInstant(text);
  if (timeMs === null)
    throw new InvalidArgumentError('A time such as 2026-10-01T12:00:00Z or a duration such as 15m is required.');
  return () => timeMs;
}

function limitOption(text: string): number {
  const limit = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_LIMIT) throw new InvalidArgumentError(`1 to ${String(MAX_LIMIT)} is required.`);
  return limit;
}
