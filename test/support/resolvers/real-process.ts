import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { encode } from 'dns-packet';

import { pause } from '../daemon.js';
import { startExchange } from '../plain-exchange.js';

/** A real server that was started for a test, and its folder. */
export interface RealProcess {
  /** Ends the process by its own pid, waits for its end, and removes the folder. */
  close(): Promise<void>;
}

export interface RealProgram {
  /** A path; the server must stay in the foreground. */
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  /** Where it answers once it is ready, on 127.0.0.1. */
  readonly port: number;
}

/** How long a server may take to start on a busy machine. */
const PATIENCE_MS = 30_000;

/** A folder of its own with these files (name → text), which may name the folder. */
export function serverFolder(name: string, files: (folder: string) => Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  for (const [file, text] of Object.entries(files(folder))) writeFileSync(join(folder, file), text);
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Starts a server and waits until it answers a question about `www.example.org`, whatever the answer. */
export async function startRealProcess({ program, args, folder, port }: RealProgram): Promise<RealProcess> {
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk: Buffer): void => void (output = (output + chunk.toString()).slice(-10_000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const close = async (): Promise<void> => {
    await ended(child);
    removeFolder(folder);
  };
  if (await answersInTime(child, port)) return { close };
  await close();
  throw new Error(`${program} did not answer on 127.0.0.1:${String(port)}:\n${output}`);
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const forced = setTimeout(() => child.kill('SIGKILL'), 5_000);
  return exit.finally(() => clearTimeout(forced));
}

async function answersInTime(child: ChildProcess, port: number): Promise<boolean> {
  const exchange = startExchange({ address: '127.0.0.1', port });
  const endMs = Date.now() + PATIENCE_MS;
  let answers = false;
  while (!answers && Date.now() < endMs && child.exitCode === null) {
    exchange.send(QUERY);
    await pause(50);
    answers = exchange.replies.some((reply) => rcodeOf(reply) === 0 || rcodeOf(reply) === 3);
  }
  await exchange.close();
  return answers;
}

function rcodeOf(reply: Buffer): number {
  return reply.readUInt8(3) & 0x0f;
}

const QUERY = encode({
  type: 'query',
  id: 1,
  flags: 0x0100,
  questions: [{ type: 'A', class: 'IN', name: 'www.example.org' }],
});
