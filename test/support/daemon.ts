import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../bin/resolver-slo.mjs', import.meta.url));

export interface CommandResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with a configuration, and the compiled program run on it as a user would. */
export interface Site {
  readonly folder: string;
  /** The main file, for `-c`. */
  readonly file: string;
  write(path: string, text: string): void;
  /** Runs a command of the program to its end. */
  run(...args: readonly string[]): CommandResult;
  /** The same, while responders in this process go on answering. */
  runAside(...args: readonly string[]): Promise<CommandResult>;
  /** Starts the daemon; resolves once the admin or public listener answers `/healthz`. */
  start(healthUrl: string, options?: StartOptions): Promise<RunningDaemon>;
  /** Ends what still runs and removes the folder. */
  close(): Promise<void>;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Put before the program, e.g. `unshare --net --mount …`. */
  readonly wrapper?: readonly string[];
}

export interface RunningDaemon {
  readonly pid: number;
  /** Everything it wrote so far, both streams. */
  output(): string;
  /** Sends a signal and waits for the end; resolves with the exit code (`null` after a signal). */
  end(signal: NodeJS.Signals): Promise<number | null>;
  reload(): void;
}

/** Makes a site from files given by relative path; one must be `resolver-slo.yaml`. */
export function createSite(files: Readonly<Record<string, string>>): Site {
  const folder = mkdtempSync(join(tmpdir(), 'resolver-slo-'));
  const file = join(folder, 'resolver-slo.yaml');
  const running = new Set<RunningDaemon>();
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  return {
    folder,
    file,
    write,
    run: (...args) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
        encoding: 'utf8',
        cwd: folder,
      });
      return { status, stdout, stderr };
    },
    runAside: (...args) => runAside(folder, args),
    start: async (healthUrl, options = {}) => {
      const daemon = startProgram(file, options);
      running.add(daemon);
      await untilHealthy(healthUrl, daemon);
      return daemon;
    },
    close: async () => {
      for (const daemon of running) await daemon.end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function runAside(cwd: string, args: readonly string[]): Promise<CommandResult> {
  return new Promise((resolve) => {
    execFile(process.execPath, [PROGRAM, ...args], { encoding: 'utf8', cwd }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

function startProgram(file: string, options: StartOptions): RunningDaemon {
  const [command, ...args] = [...(options.wrapper ?? []), process.execPath, PROGRAM, 'run', '-c', file];
  const child: ChildProcess = spawn(command, args, {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let ended = false;
  const keep = (chunk: Buffer): void => void (output += chunk.toString());
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const exit = new Promise<number | null>((resolve) =>
    child.once('exit', (code) => {
      ended = true;
      resolve(code);
    }),
  );
  return {
    pid: child.pid!,
    output: () => output,
    end: (signal) => {
      if (!ended) child.kill(signal);
      return exit;
    },
    reload: () => void child.kill('SIGHUP'),
  };
}

/** Asks until it is well: at most thirty seconds. An empty URL waits for nothing. */
async function untilHealthy(url: string, daemon: RunningDaemon): Promise<void> {
  if (url === '') return;
  for (let attempt = 0; attempt < 300; attempt++) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok === true) return;
    await pause(100);
  }
  throw new Error(`the daemon did not get well within thirty seconds:\n${daemon.output()}`);
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Asks again until `check` gives something other than `null`, at most `withinMs`. */
export async function eventually<T>(check: () => Promise<T | null> | T | null, withinMs = 10_000): Promise<T> {
  const endMs = Date.now() + withinMs;
  for (;;) {
    const value = await check();
    if (value !== null) return value;
    if (Date.now() > endMs) throw new Error(`nothing within ${String(withinMs)} ms`);
    await pause(100);
  }
}
