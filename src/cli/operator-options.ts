import { userInfo } from 'node:os';

import { type Command, InvalidArgumentError } from 'commander';

import { parseInstant } from '../domain/parse-instant.js';

export interface CommonOptions {
  readonly config?: string;
  readonly json?: boolean;
}

/** Of commands that change something. */
export interface ChangeOptions extends CommonOptions {
  readonly by: string;
}

export function showing(command: Command): Command {
  return command
    .option('-c, --config <file>', 'configuration (default: ./resolver-slo.yaml)')
    .option('--json', 'as JSON');
}

export function changing(command: Command): Command {
  return showing(command.option('--by <name>', 'who does it', userName()));
}

/** What `timeOption()` takes. */
export const TIME_FORM = 'ISO 8601; UTC unless it names an offset';

export function timeOption(text: string): number {
  const timeMs = parseInstant(text);
  if (timeMs === null) throw new InvalidArgumentError('A time such as 2026-10-01T12:00:00Z is required.');
  return timeMs;
}

export function idArgument(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('An id is required: a whole number from 1.');
  return Number(text);
}

/** Of an option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** In a container a user may have no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${String(process.getuid?.() ?? 'unknown')}`;
  }
}
