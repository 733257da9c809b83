import { Command } from 'commander';

import { explainSlo } from '../app/explain/explain-slo.js';
import type { SloExplanation } from '../app/explain/explanation.js';
import { type AskedSlos, Complaints, instantOption, type SloCommandDeps, withAskedSlos } from './asked-slos.js';
import { EXIT } from './exit-codes.js';
import { explanationText } from './explanation-text.js';
import { paintFor } from './terminal-style.js';

interface ExplainOptions {
  readonly config?: string;
  readonly at?: number;
  readonly json?: boolean;
}

/** Width where the output is no terminal. */
const COLUMNS = 80;

/** `explain SLO`: from its figure back to the counts behind it. */
export function explainCommand(deps: SloCommandDeps): Command {
  return new Command('explain')
    .description('show how an SLO comes to its figure: counts by outcome, resolver, query and hour, what was left out')
    .argument('<slo>', 'its name')
    .option('-c, --config <file>', 'configuration (default: ./resolver-slo.yaml)')
    .option('--at <time>', 'as it stood at this time (ISO 8601; UTC unless it names an offset)', instantOption)
    .option('--json', 'as JSON, every hour included')
    .action((name: string, options: ExplainOptions) => showExplanations(deps, name, options));
}

async function showExplanations(deps: SloCommandDeps, name: string, options: ExplainOptions): Promise<void> {
  const complaints = new Complaints('explain', deps);
  await withAskedSlos(deps, complaints, { ...options, name }, async (asked) => {
    const explanations: SloExplanation[] = [];
    for (const slo of asked.slos) {
      await explainSlo(depsOf(asked, options), slo, asked.atMs)
        .then((explanation) => explanations.push(explanation))
        .catch((error: unknown) => complaints.fail(`SLO "${slo.key}": ${messageOf(error)}`, EXIT.outside));
    }
    print(deps, explanations, options.json === true);
  });
}

function depsOf({ opened }: AskedSlos, { at }: ExplainOptions) {
  const { history, alertStates, alertLog, compositions } = opened;
  const roundMsOf = (probe: string): number | null => opened.roundMsOf(probe);
  return { history, alertStates: at === undefined ? alertStates : null, alertLog, compositions, roundMsOf };
}

function print({ stdout, env }: SloCommandDeps, explanations: readonly SloExplanation[], isJson: boolean): void {
  const style = { columns: stdout.columns ?? COLUMNS, paint: paintFor(stdout.isTTY === true, env ?? process.env) };
  const text = isJson
    ? `${JSON.stringify(explanations, null, 2)}\n`
    : explanations.map((explanation) => explanationText(explanation, style)).join('\n');
  stdout.write(text);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
