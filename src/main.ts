import { heedWhileLoading } from './cli/heed-while-loading.js';

const begin = heedWhileLoading(process.argv);
const { askedCommands } = await import('./cli/commands.js');
const { runProgram } = await import('./cli/program.js');
const commands = await askedCommands(process.argv);
begin();
await runProgram(process.argv, commands);
