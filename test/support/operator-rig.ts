import { join } from 'node:path';

import type { Command } from 'commander';

import { operationsOn } from '../../src/cli/open-operations.js';
import type { OperatorCommandDeps } from '../../src/cli/operator-command.js';
import { DAY_MS } from '../../src/domain/clock.js';
import type { SloDefinition } from '../../src/domain/slo-definition.js';
import type { SqliteStore } from '../../src/record/store/sqlite/sqlite-store.js';
import { slo } from './slo-samples.js';
import { tempFolder, tempStore } from './temp-store.js';

export interface OperatorRun {
  readonly out: string;
  readonly err: string;
  readonly exitCode: number;
}

export interface OperatorRig {
  /** The time of everybody. */
  readonly clock: { ms: number; nowMs(): number };
  /** Another process's, so to speak. */
  readonly store: SqliteStore;
  /** Runs a command on a real store of its own opening. */
  run(...args: readonly string[]): Promise<OperatorRun>;
  /** With `--json`: the object, or the objects. */
  json<T = Record<string, unknown>>(...args: readonly string[]): Promise<T>;
}

/** One of the operators' commands on a store in a file, on 20 October 2026 at noon. */
export function operatorRig(
  make: (deps: OperatorCommandDeps) => Command,
  { slos = [slo()], columns }: { readonly slos?: readonly SloDefinition[]; readonly columns?: number } = {},
): OperatorRig {
  const clock = { ms: Date.parse('2026-10-20T12:00:00Z'), nowMs: () => clock.ms };
  const file = join(tempFolder(), 'store.db');
  const store = tempStore({ file, clock });
  const retention = { minutesMs: 100 * DAY_MS, hoursMs: 400 * DAY_MS, daysMs: 1825 * DAY_MS };
  const config = { store: { kind: 'sqlite', file }, slos, probes: [], retention } as const;
  const run = async (...args: readonly string[]): Promise<OperatorRun> => {
    const [out, err]: [string[], string[]] = [[], []];
    process.exitCode = 0;
    const command = make({
      open: (_, access) => Promise.resolve(operationsOn(config, access, clock)),
      clock,
      output: {
        stdout: { ...(columns === undefined ? {} : { columns }), write: (text) => out.push(text) },
        stderr: { write: (text) => err.push(text) },
        env: {},
      },
    });
    for (const one of [command, ...command.commands])
      one.exitOverride().configureOutput({ writeErr: (text) => err.push(text), writeOut: (text) => out.push(text) });
    await command.parseAsync(['node', command.name(), ...args]);
    const exitCode = process.exitCode === 1 ? 1 : 0;
    process.exitCode = 0;
    return { out: out.join(''), err: err.join(''), exitCode };
  };
  return {
    clock,
    store,
    run,
    json: async <T>(...args: readonly string[]) => JSON.parse((await run(...args, '--json')).out) as T,
  };
}
