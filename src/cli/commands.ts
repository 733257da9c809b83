import type { Command } from 'commander';

import { backupCommand } from './backup.js';
import { checkCommand } from './check.js';
import { correctCommand } from './correct.js';
import { explainCommand } from './explain.js';
import { failuresCommand } from './failures.js';
import { importCommand } from './import.js';
import { incidentCommand } from './incident.js';
import { initCommand } from './init.js';
import { labCommand } from './lab.js';
import { maintenanceCommand } from './maintenance.js';
import { openFailures } from './open-failures.js';
import { openOperations } from './open-operations.js';
import { openSlos } from './open-slos.js';
import type { OperatorCommandDeps } from './operator-command.js';
import { openReport } from './open-report.js';
import { probeCommand } from './probe.js';
import { reportCommand } from './report.js';
import { runCommand } from './run.js';
import { sloCommand } from './slo.js';
import { storedSeries } from './stored-series.js';
import { systemClock } from '../domain/clock.js';

/** All commands, with what they need of the world. */
export function allCommands(): readonly Command[] {
  const operators = operatorDeps();
  return [
    runCommand(),
    initCommand(),
    checkCommand({ storedSeries }),
    probeCommand(),
    sloCommand({ open: openSlos, clock: systemClock, stdout: process.stdout }),
    explainCommand({ open: openSlos, clock: systemClock, stdout: process.stdout }),
    reportCommand({ open: openReport, clock: systemClock, stdout: process.stdout, stderr: process.stderr }),
    failuresCommand({ open: openFailures, clock: systemClock, stdout: process.stdout }),
    importCommand(),
    maintenanceCommand(operators),
    incidentCommand(operators),
    correctCommand(operators),
    backupCommand(),
    labCommand(),
  ];
}

function operatorDeps(): OperatorCommandDeps {
  const { stdout, stderr, env } = process;
  return { open: openOperations, clock: systemClock, output: { stdout, stderr, env } };
}
