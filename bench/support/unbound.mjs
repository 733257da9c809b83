// A real unbound that answers A for every name below `example.org` from local data, and never asks
// anybody else.
import { Resolver } from 'node:dns/promises';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort, startProgram, UNBOUND } from './programs.mjs';

/** With `everyAddress` it answers at every address of 127.0.0.0/8, each reply from the address that was asked. */
export async function startUnbound({ everyAddress = false } = {}) {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'resolver-slo-unbound-'));
  const file = join(folder, 'unbound.conf');
  writeFileSync(file, configuration(port, folder, everyAddress));
  const program = await startProgram(UNBOUND, ['-d', '-c', file], () => answers(port));
  return {
    port,
    pid: program.pid,
    stop: async () => {
      await program.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configuration(port, folder, everyAddress) {
  return `server:
  interface: ${everyAddress ? '0.0.0.0' : '127.0.0.1'}
  port: ${String(port)}
  interface-automatic: ${everyAddress ? 'yes' : 'no'}
  access-control: 127.0.0.0/8 allow
  so-rcvbuf: 8m
  so-sndbuf: 8m
  username: ""
  chroot: ""
  directory: "${folder}"
  pidfile: ""
  use-syslog: no
  logfile: "${join(folder, 'log')}"
  do-not-query-localhost: yes
  module-config: "iterator"
  num-threads: 1
  local-zone: "example.org." redirect
  local-data: "example.org. 300 IN A 192.0.2.10"
  local-zone: "." static
remote-control:
  control-enable: no
`;
}

async function answers(port) {
  const resolver = new Resolver({ timeout: 200, tries: 1 });
  resolver.setServers([`127.0.0.1:${String(port)}`]);
  const found = await resolver.resolve4('www.example.org').catch(() => []);
  return found[0] === '192.0.2.10';
}
