import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface CliRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCli {
  /** Resolves once standard output holds the text; rejects if the program ends without it. */
  untilStdout(text: string): Promise<string>;
  signal(name: NodeJS.Signals): void;
  /** Nobody reads standard output any more. */
  closeStdout(): void;
  readonly done: Promise<CliRun>;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = `
  import { runProgram } from './src/cli/program.ts';
  import { labCommand } from './src/cli/lab.ts';
  import { probeCommand } from './src/cli/probe.ts';
  await runProgram(['node', 'resolver-slo', ...process.argv.slice(1)], [labCommand(), probeCommand()]);
`;

/** Runs `lab` or `probe` from source in a process of its own, without a terminal. */
export function startCli(...argv: readonly string[]): RunningCli {
  return startCliTo('pipe', ...argv);
}

/** The same with standard output going to an open file. */
export function startCliTo(output: 'pipe' | number, ...argv: readonly string[]): RunningCli {
  return start([], output, argv);
}

/** The same behind another program, e.g. `ip netns exec …`. */
export function startCliIn(wrapper: readonly string[], ...argv: readonly string[]): RunningCli {
  return start(wrapper, 'pipe', argv);
}

function start(wrapper: readonly string[], output: 'pipe' | number, argv: readonly string[]): RunningCli {
  const own = [process.execPath, '--import', 'tsx', '--input-type=module', '-e', PROGRAM, '--', ...argv];
  const [program, ...args] = [...wrapper, ...own];
  const child = spawn(program!, args, { cwd: ROOT, stdio: ['ignore', output, 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const done = once(child, 'close').then(([exitCode]) => ({ exitCode: exitCode as number | null, stdout, stderr }));
  return {
    done,
    signal: (name) => child.kill(name),
    closeStdout: () => child.stdout?.destroy(),
    untilStdout: (text) =>
      new Promise((resolve, reject) => {
        child.stdout?.on('data', () => {
          if (stdout.includes(text)) resolve(stdout);
        });
        void done.then((run) => reject(new Error(`ended without "${text}": ${run.stdout}${run.stderr}`)));
      }),
  };
}

export function runCli(...argv: readonly string[]): Promise<CliRun> {
  return startCli(...argv).done;
}
