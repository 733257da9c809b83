import { Command } from 'commander';

import { evaluateAt } from '../app/evaluate-at.js';
import type { SloStatus } from '../domain/slo-status.js';
import { type AskedSlos, Complaints, instantOption, type SloCommandDeps, withAskedSlos } from './asked-slos.js';
import { EXIT } from './exit-codes.js';
import { formatSloTable } from './slo-table.js';
import { simulate } from './what-if.js';

/** `slo [NAME]`: where each SLO stands. */
export function sloCommand(deps: SloCommandDeps): Command {
  return new Command('slo')
    .description('show where each SLO stands: SLI, error budget, burn rates and alerts')
    .argument('[name]', 'only this SLO')
    .option('-c, --config <file>', 'configuration (default: ./resolver-slo.yaml)')
    .option('--at <time>', 'as it stood at this time (ISO 8601; UTC unless it names an offset)', instantOption)
    .option(
      '--what-if <changes>',
      'what another objective, threshold, timeSliceTarget, window or weight would have made of the kept history, such as objective=99.99,threshold=20ms',
    )
    .option('--json', 'as JSON')
    .action((name: string | undefined, options: SloOptions) => showSlos(deps, name, options));
}

interface SloOptions {
  readonly config?: string;
  readonly at?: number;
  readonly json?: boolean;
  readonly whatIf?: string;
}

async function showSlos(deps: SloCommandDeps, name: string | undefined, options: SloOptions): Promise<void> {
  const complaints = new Complaints('slo', deps);
  const { whatIf: changes } = options;
  if (changes !== undefined && name === undefined) {
    complaints.fail('--what-if: the name of an SLO is required, found none', EXIT.usage);
    return;
  }
  await withAskedSlos(deps, complaints, { ...options, name }, async (asked) => {
    if (changes !== undefined) return simulate(deps, complaints, asked, { changes, isJson: options.json === true });
    const statuses = await statusesAt(complaints, asked, options.at !== undefined);
    print(deps, statuses, options.json ?? false);
  });
}

function statusesAt(complaints: Complaints, { opened, slos, atMs }: AskedSlos, isPast: boolean) {
  const evaluateDeps = {
    history: opened.history,
    alertStates: isPast ? null : opened.alertStates,
    roundMsOf: (probe: string) => opened.roundMsOf(probe),
    ...(opened.sliceHours === undefined ? {} : { sliceHours: opened.sliceHours }),
    onError: (slo: string | null, error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      complaints.fail(slo === null ? reason : `SLO "${slo}": ${reason}`, EXIT.outside);
    },
  };
  return evaluateAt(evaluateDeps, slos, atMs);
}

function print(deps: SloCommandDeps, statuses: readonly SloStatus[], isJson: boolean): void {
  const noColor = (deps.env ?? process.env)['NO_COLOR'] ?? '';
  const isColored = deps.stdout.isTTY === true && noColor === '';
  deps.stdout.write(isJson ? `${JSON.stringify(statuses, null, 2)}\n` : formatSloTable(statuses, isColored));
}
