import type { Command } from 'commander';

import { systemClock } from '../domain/clock.js';
import type { OperatorCommandDeps } from './operator-command.js';
import type { SloCommandDeps } from './asked-slos.js';

/** Each command by its name, with what it needs of the world; loaded when it is asked for. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import('./run.js')).runCommand(),
  init: async () => (await import('./init.js')).initCommand(),
  check: async () => {
    const { storedSeries } = await import('./stored-series.js');
    return (await import('./check.js')).checkCommand({ storedSeries });
  },
  probe: async () => (await import('./probe.js')).probeCommand(),
  slo: async () => (await import('./slo.js')).sloCommand(await sloDeps()),
  explain: async () => (await import('./explain.js')).explainCommand(await sloDeps()),
  report: async () => {
    const { openReport } = await import('./open-report.js');
    const { stdout, stderr } = process;
    return (await import('./report.js')).reportCommand({ open: openReport, clock: systemClock, stdout, stderr });
  },
  failures: async () => {
    const { openFailures } = await import('./open-failures.js');
    const deps = { open: openFailures, clock: systemClock, stdout: process.stdout };
    return (await import('./failures.js')).failuresCommand(deps);
  },
  import: async () => (await import('./import.js')).importCommand(),
  export: async () => (await import('./export.js')).exportCommand(),
  maintenance: async () => (await import('./maintenance.js')).maintenanceCommand(await operatorDeps()),
  incident: async () => (await import('./incident.js')).incidentCommand(await operatorDeps()),
  correct: async () => (await import('./correct.js')).correctCommand(await operatorDeps()),
  mackerel: async () => (await import('./mackerel.js')).mackerelCommand(),
  plugin: async () => (await import('./plugins/plugin.js')).pluginCommand(),
  'check-plugin': async () => (await import('./plugins/plugin.js')).checkPluginCommand(),
  notify: async () => (await import('./notify.js')).notifyCommand(),
  backup: async () => (await import('./backup.js')).backupCommand(),
  lab: async () => (await import('./lab.js')).labCommand(),
};

export function allCommands(): Promise<readonly Command[]> {
  return Promise.all(Object.values(COMMANDS).map((load) => load()));
}

/**
 * The command that a command line asks for, alone: the others take longer to load than most take to run.
 * All of them where it asks for none that there is.
 */
export async function askedCommands([, , name = '']: readonly string[]): Promise<readonly Command[]> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  return load === undefined ? allCommands() : [await load()];
}

async function sloDeps(): Promise<SloCommandDeps> {
  const { openSlos } = await import('./open-slos.js');
  return { open: openSlos, clock: systemClock, stdout: process.stdout };
}

async function operatorDeps(): Promise<OperatorCommandDeps> {
  const { openOperations } = await import('./open-operations.js');
  const { stdout, stderr, env } = process;
  return { open: openOperations, clock: systemClock, output: { stdout, stderr, env } };
}
