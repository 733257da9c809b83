import { whatIf } from '../app/what-if/what-if.js';
import type { SloDefinition } from '../domain/slo-definition.js';
import type { AskedSlos, Complaints, SloCommandDeps } from './asked-slos.js';
import { EXIT } from './exit-codes.js';
import { paintFor } from './terminal-style.js';
import { changedDefinition } from './what-if-changes.js';
import { whatIfJson, whatIfText } from './what-if-text.js';

interface Simulation {
  readonly changes: string;
  readonly isJson: boolean;
}

/** Each objective of the SLO as it is, beside itself with the changes. */
export async function simulate(deps: SloCommandDeps, complaints: Complaints, asked: AskedSlos, given: Simulation) {
  const found: unknown[] = [];
  for (const slo of asked.slos) {
    const changed = changedDefinition(slo, given.changes);
    if ('problem' in changed) {
      complaints.fail(`--what-if: ${changed.problem}`, EXIT.wrong);
      return;
    }
    const simulated = await readBoth(asked, [slo, changed.definition]);
    if (simulated === null) complaints.fail('--what-if: minutes with data are required, found none', EXIT.wrong);
    else if (given.isJson) found.push(whatIfJson(simulated));
    else deps.stdout.write(whatIfText(nameOf(slo), given.changes, simulated, styleOf(deps)));
  }
  if (given.isJson) deps.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
}

async function readBoth({ opened, nowMs, atMs }: AskedSlos, definitions: readonly SloDefinition[]) {
  const { history } = opened;
  const minutesFromMs = await opened.minutesFromMs(nowMs);
  return whatIf({ history, roundMsOf: (probe) => opened.roundMsOf(probe), minutesFromMs }, definitions, atMs);
}

function nameOf({ name, objectiveName }: SloDefinition): string {
  return objectiveName === null ? name : `${name} (${objectiveName})`;
}

/** Width where the output is no terminal. */
const COLUMNS = 80;

function styleOf({ stdout, env }: SloCommandDeps) {
  return { columns: stdout.columns ?? COLUMNS, paint: paintFor(stdout.isTTY === true, env ?? process.env) };
}
