import { Command, CommanderError } from 'commander';

import { DaemonError } from '../daemon/errors.js';
import { MeasureError } from '../measure/errors.js';
import { ListenError } from '../publish/http/errors.js';
import { MackerelError } from '../publish/mackerel/errors.js';
import { StoreError } from '../record/errors.js';
import { DaemonSilent } from './daemon-silent.js';
import { EXIT } from './exit-codes.js';
import { heedOutputErrors } from './output-errors.js';
import { ConfigInvalid } from './require-config.js';
import { readVersion } from './version.js';

/** Commands that a later release brings: named, so that nobody takes them for a typing error. */
const NOT_YET = ['attacks'];

/** Runs the command line; sets `process.exitCode`. Throws only for bugs. */
export async function runProgram(argv: readonly string[], commands: readonly Command[]): Promise<void> {
  const program = new Command('resolver-slo')
    .description('Measures caching DNS resolvers as their users feel them, and says in public how good they are.')
    .version(readVersion(), '--version')
    .helpOption('--help', 'show help')
    .helpCommand(false);
  for (const command of commands) program.addCommand(command);
  for (const name of NOT_YET) program.addCommand(notYet(name), { hidden: true });
  prepare(program);
  heedOutputErrors();
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    process.exitCode = exitCodeOf(error, argv[2] === 'check-plugin');
    if (!(error instanceof CommanderError)) process.stderr.write(`${errorText(error)}\n`);
  }
}

/** Rethrows what no command should throw. */
function exitCodeOf(error: unknown, isCheck: boolean): number {
  // To mackerel-agent 2 means CRITICAL, which nothing is known to be.
  if (error instanceof CommanderError && error.exitCode !== 0 && isCheck) return EXIT.outside;
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
  if (error instanceof ConfigInvalid) return EXIT.wrong;
  if (error instanceof DaemonError) return error.code === 'LAB_FAILED' ? EXIT.outside : EXIT.wrong;
  if (error instanceof MackerelError || error instanceof DaemonSilent) return EXIT.outside;
  if (error instanceof StoreError || error instanceof ListenError || error instanceof MeasureError) return EXIT.outside;
  throw error;
}

function errorText(error: unknown): string {
  if (error instanceof ConfigInvalid) return error.message;
  return `resolver-slo: ${error instanceof Error ? error.message : String(error)}`;
}

function notYet(name: string): Command {
  return new Command(name)
    .allowUnknownOption()
    .allowExcessArguments()
    .action(() => {
      process.stderr.write(`resolver-slo ${name}: not supported yet\n`);
      process.exitCode = EXIT.usage;
    });
}

/** Commands added whole do not inherit settings of the program, so they are set on each. */
function prepare(command: Command): void {
  command.configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, `${fullName(command)}: `)) });
  command.exitOverride().showHelpAfterError('(add --help for the usage)').helpOption('--help', 'show help');
  for (const child of command.commands) prepare(child);
}

/** `resolver-slo failures`: as messages of the commands themselves begin. */
function fullName(command: Command): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`;
}
