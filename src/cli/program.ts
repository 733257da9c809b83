import { Command, CommanderError } from 'commander';

import { readVersion } from './version.js';

/** Exit codes: 0 fine, 1 the input is wrong or what was asked does not hold, 2 wrong usage, 3 something outside failed. */
const WRONG_USAGE = 2;

/** Commands of the contract that a later release brings: named, so that nobody takes them for a typing error. */
const NOT_YET = ['report', 'export', 'maintenance', 'incident', 'correct', 'attacks', 'mackerel', 'plugin', 'check-plugin'];

/** Runs the command line; sets `process.exitCode` and never throws for wrong usage. */
export async function runProgram(argv: readonly string[], commands: readonly Command[]): Promise<void> {
  const program = new Command('resolver-slo')
    .description('Measures caching DNS resolvers as their users feel them, and says in public how good they are.')
    .version(readVersion(), '--version')
    .helpOption('--help', 'show help')
    .helpCommand(false);
  for (const command of commands) program.addCommand(command);
  for (const name of NOT_YET) program.addCommand(notYet(name), { hidden: true });
  prepare(program);
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : WRONG_USAGE;
  }
}

function notYet(name: string): Command {
  return new Command(name)
    .allowUnknownOption()
    .allowExcessArguments()
    .action(() => {
      process.stderr.write(`resolver-slo ${name}: not supported yet\n`);
      process.exitCode = WRONG_USAGE;
    });
}

/** Commands added whole do not inherit settings of the program, so they are set on each. */
function prepare(command: Command): void {
  command.exitOverride().showHelpAfterError('(add --help for the usage)').helpOption('--help', 'show help');
  for (const child of command.commands) prepare(child);
}
