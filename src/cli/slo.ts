import { Command, InvalidArgumentError } from 'commander';

import { evaluateAt } from '../app/evaluate-at.js';
import type { AlertStateStore } from '../app/ports.js';
import type { Clock } from '../domain/clock.js';
import { isoTime } from '../domain/clock.js';
import type { HistoryReader } from '../domain/history-reader.js';
import type { SloDefinition } from '../domain/slo-definition.js';
import type { SloStatus } from '../domain/slo-status.js';
import { leftOutMinutes } from './left-out-minutes.js';
import { parseInstant } from './parse-instant.js';
import { formatSloTable } from './slo-table.js';

/** What the command needs of a configuration and its store. */
export interface OpenedSlos {
  readonly history: HistoryReader;
  readonly alertStates: AlertStateStore;
  readonly slos: readonly SloDefinition[];
  roundMsOf(probe: string): number | null;
  /** Minutes before this time may have been removed. */
  minutesFromMs(nowMs: number): Promise<number>;
  close(): void | Promise<void>;
}

export interface SloCommandDeps {
  /** Rejects with what is wrong with the configuration or the store; the caller of the command reports that. */
  open(configFile: string | undefined): Promise<OpenedSlos>;
  readonly clock: Clock;
  readonly stdout: { readonly isTTY?: boolean; write(text: string): unknown };
  readonly stderr?: { write(text: string): unknown };
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** `slo [NAME]`: where each SLO stands. */
export function sloCommand(deps: SloCommandDeps): Command {
  return new Command('slo')
    .description('show where each SLO stands: SLI, error budget, burn rates and alerts')
    .argument('[name]', 'only this SLO')
    .option('-c, --config <file>', 'configuration (default: ./resolver-slo.yaml)')
    .option('--at <time>', 'as it stood at this time (ISO 8601; UTC unless it names an offset)', instantOption)
    .option('--json', 'as JSON')
    .action((name: string | undefined, options: SloOptions) => showSlos(deps, name, options));
}

interface SloOptions {
  readonly config?: string;
  readonly at?: number;
  readonly json?: boolean;
}

/** Exit codes (docs/reference/interfaces.md). */
const INPUT_WRONG = 1;
const OUTSIDE_FAILED = 3;

async function showSlos(deps: SloCommandDeps, name: string | undefined, options: SloOptions): Promise<void> {
  const nowMs = deps.clock.nowMs();
  if (options.at !== undefined && options.at > nowMs) {
    fail(deps, `--at: a time that has been is required, found ${isoTime(options.at)}`, INPUT_WRONG);
    return;
  }
  const opened = await deps.open(options.config);
  try {
    const slos = opened.slos.filter((slo) => name === undefined || slo.name === name);
    if (name !== undefined && slos.length === 0) {
      fail(deps, unknownName(name, opened.slos), INPUT_WRONG);
      return;
    }
    for (const warning of await warningsOf(opened, slos, options.at ?? nowMs, nowMs)) warn(deps, warning);
    print(deps, await statusesAt(deps, opened, slos, options.at ?? null), options.json ?? false);
  } finally {
    await opened.close();
  }
}

async function warningsOf(
  opened: OpenedSlos,
  slos: readonly SloDefinition[],
  atMs: number,
  nowMs: number,
): Promise<readonly string[]> {
  const kept = {
    minutesFromMs: await opened.minutesFromMs(nowMs),
    firstCellMs: await opened.history.firstCellMs(),
  };
  return leftOutMinutes(slos, atMs, kept);
}

function statusesAt(deps: SloCommandDeps, opened: OpenedSlos, slos: readonly SloDefinition[], atMs: number | null) {
  const evaluateDeps = {
    history: opened.history,
    alertStates: atMs === null ? opened.alertStates : null,
    roundMsOf: (probe: string) => opened.roundMsOf(probe),
    onError: (slo: string | null, error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      fail(deps, slo === null ? reason : `SLO "${slo}": ${reason}`, OUTSIDE_FAILED);
    },
  };
  return evaluateAt(evaluateDeps, slos, atMs ?? deps.clock.nowMs());
}

function print(deps: SloCommandDeps, statuses: readonly SloStatus[], isJson: boolean): void {
  const noColor = (deps.env ?? process.env)['NO_COLOR'] ?? '';
  const isColored = deps.stdout.isTTY === true && noColor === '';
  deps.stdout.write(isJson ? `${JSON.stringify(statuses, null, 2)}\n` : formatSloTable(statuses, isColored));
}

function fail(deps: SloCommandDeps, message: string, exitCode: number): void {
  warn(deps, message);
  process.exitCode = exitCode;
}

function warn(deps: SloCommandDeps, message: string): void {
  (deps.stderr ?? process.stderr).write(`slo: ${message}\n`);
}

function unknownName(name: string, slos: readonly SloDefinition[]): string {
  const names = [...new Set(slos.map((slo) => slo.name))].sort();
  return `the name of a configured SLO is required (${names.join(', ') || 'none is configured'}), found "${name}"`;
}

function instantOption(text: string): number {
  const timeMs = parseInstant(text);
  if (timeMs === null) throw new InvalidArgumentError('A time such as 2026-10-01T12:00:00Z is required.');
  return timeMs;
}
