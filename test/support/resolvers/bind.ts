import { existsSync } from 'node:fs';

import { freePort } from '../free-port.js';
import { serverFolder, startRealProcess, type RealProcess } from './real-process.js';
import {
  certificateFiles,
  type RealResolver,
  type RealResolverKind,
  type ResolverSurroundings,
} from './real-resolver.js';
import { ZONE, type SignedZone } from './signed-zone.js';

const NAMED = '/usr/sbin/named';
const NSID = 'bind.example.org';

export const BIND: RealResolverKind = {
  name: 'BIND',
  isInstalled: existsSync(NAMED),
  start: startBind,
  nsid: NSID,
  tellsBogus: false, // 9.18 knows few Extended DNS Errors, and none about validation
};

export interface Authority extends RealProcess {
  readonly port: number;
}

/** A named that serves the zone and nothing else. */
export async function startAuthority(zone: SignedZone): Promise<Authority> {
  const port = await freePort();
  const folder = serverFolder('authority', (path) => ({
    zone: zone.text,
    'named.conf': `
controls {};
options {
  ${common(path)}
  listen-on port ${String(port)} { 127.0.0.1; };
  listen-on-v6 { none; };
  recursion no;
  dnssec-validation no;
};
zone "${ZONE}" { type primary; file "zone"; };
`,
  }));
  return { port, ...(await startNamed(folder, port)) };
}

async function startBind({ zone, authorityPort, certificate }: ResolverSurroundings): Promise<RealResolver> {
  const [port, dotPort, dohPort] = [await freePort(), await freePort(), await freePort()];
  const [tag, algorithm, digestType, digest] = zone.ds.split(' ') as [string, string, string, string];
  const folder = serverFolder('bind', (path) => ({
    ...certificateFiles(certificate),
    refused: '$TTL 300\n@ SOA ns hostmaster 1 3600 600 86400 60\n@ NS ns\nns A 127.0.0.1\n',
    'named.conf': `
controls {};
tls mine { key-file "key.pem"; cert-file "cert.pem"; };
options {
  ${common(path)}
  ${listenOn(port, '')}
  ${listenOn(dotPort, 'tls mine')}
  ${listenOn(dohPort, 'tls mine http default')}
  server-id "${NSID}";
  recursion yes;
  allow-recursion { any; };
  forward only;
  forwarders { 127.0.0.1 port ${String(authorityPort)}; };
  dnssec-validation yes;
  max-cache-size 16M;
};
trust-anchors { ${ZONE} static-ds ${tag} ${algorithm} ${digestType} "${digest}"; };
zone "refused.${ZONE}" { type primary; file "refused"; allow-query { none; }; };
`,
  }));
  return { port, dotPort, dohPort, ...(await startNamed(folder, port)) };
}

function startNamed(folder: string, port: number): Promise<RealProcess> {
  return startRealProcess({ program: NAMED, args: ['-g', '-n', '1', '-c', 'named.conf'], folder, port });
}

function listenOn(port: number, how: string): string {
  return `listen-on port ${String(port)} ${how} { 127.0.0.1; }; listen-on-v6 port ${String(port)} ${how} { ::1; };`;
}

/** Nothing outside the folder, no control channel, no notifications. */
function common(folder: string): string {
  return `directory "${folder}"; pid-file none; session-keyfile none; lock-file none; notify no; empty-zones-enable no;`;
}
