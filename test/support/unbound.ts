import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from './free-port.js';

const UNBOUND = '/usr/sbin/unbound';

/** For `describe.skipIf`: whether Debian's unbound is here, and dig, which tells when it answers. */
export const hasUnbound = existsSync(UNBOUND) && existsSync('/usr/bin/dig');

export interface Unbound {
  readonly port: number;
  /** Ends the process by its pid and waits for its end. */
  stop(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
  /** Ends it and removes its folder. */
  close(): Promise<void>;
}

/**
 * A real unbound on loopback that answers `www.example.org A 192.0.2.10` and NXDOMAIN below
 * `nx.example.org` from local data, and never asks anybody else.
 */
export async function startUnbound(): Promise<Unbound> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'unbound-'));
  const file = join(folder, 'unbound.conf');
  writeFileSync(file, configuration(port, folder));
  let child: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    child = spawn(UNBOUND, ['-d', '-c', file], { stdio: 'ignore' });
    await untilAnswering(port);
  };
  const stop = async (): Promise<void> => {
    if (child === null) return;
    const ended = new Promise((resolve) => child?.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    child = null;
  };
  await start();
  return {
    port,
    start,
    stop,
    close: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configuration(port: number, folder: string): string {
  return `server:
  interface: 127.0.0.1@${String(port)}
  access-control: 127.0.0.0/8 allow
  username: ""
  chroot: ""
  directory: "${folder}"
  pidfile: ""
  use-syslog: no
  logfile: "${join(folder, 'log')}"
  do-not-query-localhost: yes
  module-config: "iterator"
  num-threads: 1
  local-zone: "example.org." static
  local-data: "www.example.org. 300 IN A 192.0.2.10"
  local-zone: "." static
remote-control:
  control-enable: no
`;
}

/** Asks with dig until there is an answer: at most ten seconds. */
async function untilAnswering(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const { stdout } = spawnSync(
      '/usr/bin/dig',
      ['+short', '+time=1', '+tries=1', '@127.0.0.1', '-p', String(port), 'www.example.org', 'A'],
      { encoding: 'utf8' },
    );
    if (stdout.trim() === '192.0.2.10') return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`unbound did not answer on 127.0.0.1:${String(port)} within ten seconds`);
}
