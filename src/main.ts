import { allCommands } from './cli/commands.js';
import { runProgram } from './cli/program.js';

await runProgram(process.argv, allCommands());
