import { heedWhileLoading } from './cli/heed-while-loading.js';

const begin = heedWhileLoading(process.argv);
const { allCommands } = await import('./cli/commands.js');
const { runProgram } = await import('./cli/program.js');
const commands = allCommands();
begin();
await runProgram(process.argv, commands);
