import { spawn, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { pause } from './daemon.js';
import { freePort } from './free-port.js';
import { removeFolder, serverFolder } from './resolvers/real-process.js';

const PROMETHEUS = '/usr/bin/prometheus';
const PROMTOOL = '/usr/bin/promtool';

export const hasPrometheus = [PROMETHEUS, PROMTOOL].every((program) => existsSync(program));

export interface Prometheus {
  /** The value of an expression at an instant; `null` where it has none, `NaN` where it divides nothing by nothing. */
  query(expression: string, atMs: number): Promise<number | null>;
  close(): Promise<void>;
}

/** A Prometheus whose history is what an OpenMetrics text says (promtool's backfilling), on loopback. */
export async function startPrometheus(openMetrics: string): Promise<Prometheus> {
  const folder = serverFolder('prometheus', () => ({ 'prometheus.yml': 'global: {}\n' }));
  writeFileSync(join(folder, 'history.txt'), openMetrics);
  backfill(folder);
  const port = await freePort();
  const child = spawn(PROMETHEUS, serverArguments(folder, port), { cwd: folder, stdio: 'ignore' });
  const url = `http://127.0.0.1:${String(port)}`;
  const close = async (): Promise<void> => {
    const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    if (child.exitCode === null && child.kill('SIGTERM')) await exit;
    removeFolder(folder);
  };
  for (let tries = 0; tries < 300; tries++) {
    if ((await fetch(`${url}/-/ready`).catch(() => null))?.ok === true) {
      return { query: (expression, atMs) => query(url, expression, atMs), close };
    }
    await pause(100);
  }
  await close();
  throw new Error('prometheus was not ready within 30 s');
}

function backfill(folder: string): void {
  const args = ['tsdb', 'create-blocks-from', 'openmetrics', 'history.txt', 'data'];
  const { status, stderr, stdout } = spawnSync(PROMTOOL, args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`promtool could not backfill: ${stdout}${stderr}`);
}

function serverArguments(folder: string, port: number): readonly string[] {
  return [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    '--storage.tsdb.retention.time=100y',
    `--web.listen-address=127.0.0.1:${String(port)}`,
  ];
}

interface QueryAnswer {
  readonly status: string;
  readonly data?: { readonly result: readonly { readonly value: readonly [number, string] }[] };
}

async function query(url: string, expression: string, atMs: number): Promise<number | null> {
  const parameters = new URLSearchParams({ query: expression, time: String(atMs / 1e3) });
  const answer = (await (await fetch(`${url}/api/v1/query?${parameters.toString()}`)).json()) as QueryAnswer;
  if (answer.status !== 'success') throw new Error(`prometheus: ${JSON.stringify(answer)}`);
  const value = answer.data?.result[0]?.value[1];
  return value === undefined ? null : Number(value);
}
