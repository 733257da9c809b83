import { resolve } from 'node:path';
import { Command } from 'commander';
import { createLog } from '../daemon/log.js';
import { systemClock } from '../domain/clock.js';
import { formatEndpoint, parseListen } from '../domain/endpoint.js';
import { formatProblem } from '../domain/problem.js';
import { LabError, type LabErrorCode } from '../lab/errors.js';
import { startLab, type Lab } from '../lab/lab.js';
import { loadScenario } from '../lab/load-scenario.js';
import { WELL_SCENARIO, type LabAddress, type Scenario } from '../lab/scenario.js';
import { seededRandom } from '../lab/seeded-random.js';
import { EXIT } from './exit-codes.js';
import { heedStop } from './stop-signal.js';

interface LabFlags {
  readonly listen: string;
  readonly scenario?: string;
}

/** `resolver-slo lab`: the lab resolver on its own, until it is told to stop. */
export function labCommand(): Command {
  return new Command('lab')
    .description('run the lab resolver: real DNS on loopback, with scripted faults')
    .option('--listen <address:port>', 'loopback address of the first resolver', '127.0.0.1:5300')
    .option('--scenario <file>', 'what it answers and what goes wrong (default: always well)')
    .action(runLab);
}

const EXIT_CODES: Readonly<Record<LabErrorCode, number>> = {
  LAB_LISTEN_NOT_LOOPBACK: EXIT.usage,
  LAB_LISTEN_FAILED: EXIT.outside,
  LAB_SCENARIO_UNREADABLE: EXIT.wrong,
};

async function runLab(flags: LabFlags): Promise<void> {
  const { told } = heedStop();
  try {
    const listen = parseListen(flags.listen);
    if (listen === null) {
      complain(EXIT.usage, `--listen must be ADDRESS:PORT, found "${flags.listen}"`);
      return;
    }
    const scenario = await readScenario(flags.scenario);
    if (scenario === null) return;
    const lab = await start(listen, scenario);
    announce(lab);
    await told;
    await lab.close();
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    complain(EXIT_CODES[error.code], error.message);
  }
}

function start(listen: LabAddress, scenario: Scenario): Promise<Lab> {
  const random = seededRandom(scenario.seed);
  return startLab({ listen, scenario, clock: systemClock, random, log: createLog() });
}

/** `null` after its problems have been told. */
async function readScenario(file: string | undefined): Promise<Scenario | null> {
  if (file === undefined) return WELL_SCENARIO;
  const { scenario, problems } = await loadScenario(resolve(file));
  for (const problem of problems) process.stderr.write(`${formatProblem({ ...problem, file })}\n`);
  if (scenario === null) process.exitCode = EXIT.wrong;
  return scenario;
}

function announce(lab: Lab): void {
  for (const { name, address } of lab.resolvers) {
    process.stdout.write(`${name} answers on ${formatEndpoint(address.host, address.port)} (UDP and TCP)\n`);
  }
  process.stdout.write('Ctrl-C stops the lab.\n');
}

function complain(exitCode: number, message: string): void {
  process.stderr.write(`resolver-slo lab: ${message}\n`);
  process.exitCode = exitCode;
}
