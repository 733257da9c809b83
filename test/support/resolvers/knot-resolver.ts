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

const KRESD = '/usr/sbin/kresd';
const NSID = 'knot.example.org';

export const KNOT_RESOLVER: RealResolverKind = {
  name: 'Knot Resolver',
  isInstalled: existsSync(KRESD),
  start: startKnotResolver,
  nsid: NSID,
  tellsBogus: true,
};

async function startKnotResolver(surroundings: ResolverSurroundings): Promise<RealResolver> {
  const { zone, authorityPort, certificate } = surroundings;
  const ports = { port: await freePort(), dotPort: await freePort(), dohPort: await freePort() };
  const folder = serverFolder('kresd', () => ({
    ...certificateFiles(certificate),
    'kresd.conf': `
-- Modules that ask root servers of their own accord.
for _, name in ipairs({ 'priming', 'ta_update', 'ta_signal_query', 'detect_time_skew' }) do
  pcall(modules.unload, name)
end
net.tls('cert.pem', 'key.pem')
for _, address in ipairs({ '127.0.0.1', '::1' }) do
  net.listen(address, ${String(ports.port)}, { kind = 'dns' })
  net.listen(address, ${String(ports.dotPort)}, { kind = 'tls' })
  net.listen(address, ${String(ports.dohPort)}, { kind = 'doh2' })
end
cache.size = 10 * MB
trust_anchors.remove('.')
trust_anchors.add('${ZONE}. 300 IN DS ${zone.ds}')
modules.load('nsid')
nsid.name('${NSID}')
policy.add(policy.suffix(policy.REFUSE, { todname('refused.${ZONE}.') }))
policy.add(policy.all(policy.FORWARD({ '127.0.0.1@${String(authorityPort)}' })))
`,
  }));
  const program = { program: KRESD, args: ['-n', '-c', 'kresd.conf', folder], folder, port: ports.port };
  return { ...ports, ...(await startRealProcess(program)) };
}
