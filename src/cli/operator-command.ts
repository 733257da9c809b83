import { AppError } from '../app/errors.js';
import type { Clock } from '../domain/clock.js';
import { EXIT } from './exit-codes.js';
import type { Operations, OperationsAccess } from './open-operations.js';
import type { CommonOptions } from './operator-options.js';
import { paintFor, type TextStyle } from './terminal-style.js';

/** Where the commands of operators write: to `stdout` what scripts read, to `stderr` what people read besides. */
export interface OperatorOutput {
  readonly stdout: { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface OperatorCommandDeps {
  /** Rejects with what is wrong with the configuration or the store; the caller of the command reports that. */
  readonly open: (configFile: string | undefined, access: OperationsAccess) => Promise<Operations>;
  readonly clock: Clock;
  readonly output: OperatorOutput;
}

/** Changes something, and says what: on standard output its id or (`--json`) the object, to people the notes. */
export async function change(
  command: string,
  { open, output }: OperatorCommandDeps,
  { config, json }: CommonOptions,
  act: (operations: Operations) => Promise<Changed>,
): Promise<void> {
  const operations = await open(config, 'write');
  try {
    const { id, object, notes } = await act(operations);
    output.stdout.write(json === true ? `${JSON.stringify(object, null, 2)}\n` : `${String(id)}\n`);
    if (json !== true) output.stderr.write(notes.map((line) => `${line}\n`).join(''));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    for (const line of error.message.split('\n')) output.stderr.write(`${command}: ${line}\n`);
    process.exitCode = EXIT.wrong;
  } finally {
    operations.close();
  }
}

export interface Changed {
  readonly id: number;
  /** For scripts. */
  readonly object: unknown;
  /** For people, a line each. */
  readonly notes: readonly string[];
}

/** Shows what there is. */
export async function show(
  { open, output }: OperatorCommandDeps,
  { config, json }: CommonOptions,
  read: (operations: Operations, style: TextStyle) => Promise<Shown>,
): Promise<void> {
  const operations = await open(config, 'read');
  try {
    const { stdout, env } = output;
    const style = { columns: stdout.columns ?? Infinity, paint: paintFor(stdout.isTTY === true, env) };
    const { objects, lines } = await read(operations, style);
    const text = json === true ? JSON.stringify(objects, null, 2) : lines.join('\n');
    stdout.write(`${text}\n`);
  } finally {
    operations.close();
  }
}

export interface Shown {
  readonly objects: readonly unknown[];
  readonly lines: readonly string[];
}
