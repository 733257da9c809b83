import { Command } from 'commander';

import { addMaintenance, cancelMaintenance, maintenanceEffects } from '../app/operator/maintenance.js';
import { maintenanceState } from '../domain/maintenance-state.js';
import type { Maintenance, NewMaintenance } from '../domain/operator-action.js';
import { maintenanceJson } from '../publish/operator/maintenance-json.js';
import { cancellationNotes, maintenanceLines, maintenanceNotes } from './maintenance-text.js';
import type { Operations } from './open-operations.js';
import { change, type OperatorCommandDeps, show } from './operator-command.js';
import {
  type ChangeOptions,
  changing,
  collect,
  type CommonOptions,
  idArgument,
  showing,
  TIME_FORM,
  timeOption,
} from './operator-options.js';

/** `maintenance add|list|cancel`: announced work. */
export function maintenanceCommand(deps: OperatorCommandDeps): Command {
  return new Command('maintenance')
    .description('announce work on the resolvers, list it, call it off')
    .addCommand(addCommand(deps))
    .addCommand(listCommand(deps))
    .addCommand(cancelCommand(deps));
}

interface AddOptions extends ChangeOptions {
  readonly title: string;
  readonly from: number;
  readonly to: number;
  readonly slo?: readonly string[];
  readonly message?: string;
}

function addCommand(deps: OperatorCommandDeps): Command {
  const command = new Command('add')
    .description('announce work; an SLO whose policy is to exclude it leaves it out if it is recorded in time')
    .requiredOption('--title <title>', 'what is going to be done, in a line')
    .requiredOption('--from <time>', `when it begins (${TIME_FORM})`, timeOption)
    .requiredOption('--to <time>', 'when it ends', timeOption)
    .option('--slo <name>', 'concerns this SLO; may be given several times (default: all)', collect)
    .option('--message <text>', 'what users should know')
    .action((options: AddOptions) =>
      change('maintenance', deps, options, async (operations) => {
        const maintenance = await addMaintenance(operations.store, operations.slos, given(options));
        const effects = maintenanceEffects(maintenance, operations.slos);
        const notes = maintenanceNotes(maintenance, effects, operations.slos);
        return { id: maintenance.id, object: jsonOf(maintenance, operations, deps.clock.nowMs()), notes };
      }),
    );
  return changing(command);
}

function given({ title, from, to, slo = [], message, by }: AddOptions): NewMaintenance {
  return { title, message: message ?? null, fromMs: from, toMs: to, slos: slo, by };
}

function listCommand(deps: OperatorCommandDeps): Command {
  const command = new Command('list')
    .description('show work that is under way, to come and over')
    .action((options: CommonOptions) =>
      show(deps, options, async (operations, style) => {
        const { maintenances } = await operations.store.operatorRecords();
        const nowMs = deps.clock.nowMs();
        return {
          objects: maintenances.map((one) => jsonOf(one, operations, nowMs)),
          lines: maintenanceLines(maintenances, operations.slos, nowMs, style),
        };
      }),
    );
  return showing(command);
}

function cancelCommand(deps: OperatorCommandDeps): Command {
  const command = new Command('cancel')
    .description('call work off; what is under way ends now')
    .argument('<id>', 'as `maintenance list` shows it', idArgument)
    .action((id: number, options: ChangeOptions) =>
      change('maintenance', deps, options, async (operations) => {
        const maintenance = await cancelMaintenance(operations.store, id, options.by);
        const notes = cancellationNotes(maintenance);
        return { id, object: jsonOf(maintenance, operations, deps.clock.nowMs()), notes };
      }),
    );
  return changing(command);
}

function jsonOf(maintenance: Maintenance, { slos }: Operations, nowMs: number) {
  return maintenanceJson(maintenance, maintenanceState(maintenance, nowMs), maintenanceEffects(maintenance, slos));
}
