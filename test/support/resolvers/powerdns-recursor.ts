import { existsSync } from 'node:fs';

import { freePort } from '../free-port.js';
import { serverFolder, startRealProcess } from './real-process.js';
import type { RealResolver, RealResolverKind, ResolverSurroundings } from './real-resolver.js';
import { ZONE } from './signed-zone.js';

const RECURSOR = '/usr/sbin/pdns_recursor';
const NSID = 'recursor.example.org';

export const POWERDNS_RECURSOR: RealResolverKind = {
  name: 'PowerDNS Recursor',
  isInstalled: existsSync(RECURSOR),
  start: startRecursor,
  nsid: NSID,
  tellsBogus: true,
};

async function startRecursor({ zone, authorityPort }: ResolverSurroundings): Promise<RealResolver> {
  const port = await freePort();
  const folder = serverFolder('recursor', (path) => ({
    'anchors.lua': `clearTA()\naddTA('${ZONE}', '${zone.ds}')\n`,
    'policy.lua': `
function preresolve(dq)
  if dq.qname:equal('refused.${ZONE}') then dq.rcode = pdns.REFUSED return true end
  return false
end
`,
    'recursor.conf': `
daemon=no
write-pid=no
socket-dir=${path}
local-address=127.0.0.1, ::1
local-port=${String(port)}
allow-from=127.0.0.0/8, ::1/128
threads=1
forward-zones=example.org=127.0.0.1:${String(authorityPort)}
dont-query=
dnssec=validate
lua-config-file=${path}/anchors.lua
lua-dns-script=${path}/policy.lua
server-id=${NSID}
extended-resolution-errors=yes
security-poll-suffix=
hint-file=no
`,
  }));
  const program = { program: RECURSOR, args: [`--config-dir=${folder}`], folder, port };
  return { port, dotPort: null, dohPort: null, ...(await startRealProcess(program)) };
}
