import type { Command } from 'commander';

import { backupCommand } from './backup.js';
import { checkCommand } from './check.js';
import { failuresCommand } from './failures.js';
import { importCommand } from './import.js';
import { initCommand } from './init.js';
import { labCommand } from './lab.js';
import { openFailures } from './open-failures.js';
import { openSlos } from './open-slos.js';
import { probeCommand } from './probe.js';
import { runCommand } from './run.js';
import { sloCommand } from './slo.js';
import { storedSeries } from './stored-series.js';
import { systemClock } from '../domain/clock.js';

/** All commands, with what they need of the world. */
export function allCommands(): readonly Command[] {
  return [
    runCommand(),
    initCommand(),
    checkCommand({ storedSeries }),
    probeCommand(),
    sloCommand({ open: openSlos, clock: systemClock, stdout: process.stdout }),
    failuresCommand({ open: openFailures, clock: systemClock, stdout: process.stdout }),
    importCommand(),
    backupCommand(),
    labCommand(),
  ];
}
