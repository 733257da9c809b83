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
import { UNBOUND_RESOLVER } from './unbound.js';

const DNSDIST = '/usr/bin/dnsdist';

/** In front of an unbound, whose name and errors it passes on. */
export const DNSDIST_RESOLVER: RealResolverKind = {
  name: 'dnsdist',
  isInstalled: existsSync(DNSDIST) && UNBOUND_RESOLVER.isInstalled,
  start: startDnsdist,
  nsid: UNBOUND_RESOLVER.nsid,
  tellsBogus: true,
};

async function startDnsdist(surroundings: ResolverSurroundings): Promise<RealResolver> {
  const unbound = await UNBOUND_RESOLVER.start(surroundings);
  const ports = { port: await freePort(), dotPort: await freePort(), dohPort: await freePort() };
  const { port, dotPort, dohPort } = ports;
  const folder = serverFolder('dnsdist', () => ({
    ...certificateFiles(surroundings.certificate),
    'dnsdist.conf': `
setSecurityPollSuffix('')
setACL({ '127.0.0.0/8', '::1/128' })
for _, address in ipairs({ '127.0.0.1', '[::1]' }) do
  addLocal(address .. ':${String(port)}')
  addTLSLocal(address .. ':${String(dotPort)}', 'cert.pem', 'key.pem')
  addDOHLocal(address .. ':${String(dohPort)}', 'cert.pem', 'key.pem', '/dns-query')
end
-- 1.7 counts this queue before it fills it, and may refuse a connection when nothing waits.
setMaxTCPQueuedConnections(0)
newServer({ address = '127.0.0.1:${String(unbound.port)}', checkName = 'www.${ZONE}.' })
addAction(QNameRule('refused.${ZONE}.'), RCodeAction(DNSRCode.REFUSED))
`,
  }));
  const program = { program: DNSDIST, args: ['--supervised', '--disable-syslog', '-C', 'dnsdist.conf'], folder, port };
  const dnsdist = await startRealProcess(program).catch(async (error: unknown) => {
    await unbound.close();
    throw error;
  });
  return { ...ports, close: () => dnsdist.close().finally(() => unbound.close()) };
}
