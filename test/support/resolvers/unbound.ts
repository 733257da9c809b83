import { existsSync } from 'node:fs';

import { freePort } from '../free-port.js';
import { serverFolder, startRealProcess } from './real-process.js';
import {
  certificateFiles,
  type RealResolver,
  type RealResolverKind,
  type ResolverSurroundings,
} from './real-resolver.js';
import { ZONE } from './signed-zone.js';

const UNBOUND = '/usr/sbin/unbound';
const NSID = 'unbound.example.org';

export const UNBOUND_RESOLVER: RealResolverKind = {
  name: 'unbound',
  isInstalled: existsSync(UNBOUND),
  start: startUnboundResolver,
  nsid: NSID,
  tellsBogus: true,
};

async function startUnboundResolver(surroundings: ResolverSurroundings): Promise<RealResolver> {
  const { zone, authorityPort, certificate } = surroundings;
  const ports = { port: await freePort(), dotPort: await freePort(), dohPort: await freePort() };
  const { port, dotPort, dohPort } = ports;
  const folder = serverFolder('unbound', (path) => ({
    ...certificateFiles(certificate),
    'unbound.conf': `
server:
  directory: "${path}"
  chroot: ""
  username: ""
  pidfile: ""
  use-syslog: no
  verbosity: 1
  num-threads: 1
  incoming-num-tcp: 200
  ${[port, dotPort, dohPort].map((each) => `interface: 127.0.0.1@${String(each)}\n  interface: ::1@${String(each)}`).join('\n  ')}
  tls-port: ${String(dotPort)}
  https-port: ${String(dohPort)}
  tls-service-key: key.pem
  tls-service-pem: cert.pem
  access-control: 127.0.0.0/8 allow
  access-control: ::1 allow
  do-not-query-localhost: no
  module-config: "validator iterator"
  trust-anchor: "${ZONE}. DS ${zone.ds}"
  trust-anchor-signaling: no
  nsid: "ascii_${NSID}"
  ede: yes
  local-zone: "." static
  local-zone: "${ZONE}." transparent
  local-zone: "refused.${ZONE}." refuse
stub-zone:
  name: "${ZONE}."
  stub-addr: 127.0.0.1@${String(authorityPort)}
remote-control:
  control-enable: no
`,
  }));
  const program = { program: UNBOUND, args: ['-d', '-c', 'unbound.conf'], folder, port };
  return { ...ports, ...(await startRealProcess(program)) };
}
