import { join } from 'node:path';

import { makeTestCertificate } from '../test-certificate.js';
import { startProberProcess, type ProberProcess } from '../prober-process.js';
import { startAuthority } from './bind.js';
import { removeFolder, serverFolder } from './real-process.js';
import type { RealResolver, RealResolverKind } from './real-resolver.js';
import { makeSignedZone } from './signed-zone.js';

/** A real resolver with all that it needs, and a prober that trusts its certificate. */
export interface ResolverRig {
  readonly resolver: RealResolver;
  readonly prober: ProberProcess;
  /** PEM of what the resolver's certificate is believed by. */
  readonly ca: string;
  close(): Promise<void>;
}

/** The name in the resolver's certificate. */
export const TLS_NAME = 'dns.example.org';

export async function startResolverRig(kind: RealResolverKind): Promise<ResolverRig> {
  const zone = makeSignedZone();
  const certificate = makeTestCertificate([TLS_NAME]);
  const trusted = serverFolder('trusted', () => ({ 'ca.pem': certificate.cert }));
  const closers: (() => Promise<void> | void)[] = [() => removeFolder(trusted)];
  const close = async (): Promise<void> => {
    for (const end of closers.splice(0).reverse()) await end();
  };
  try {
    const authority = await startAuthority(zone);
    closers.push(() => authority.close());
    const resolver = await kind.start({ zone, authorityPort: authority.port, certificate });
    closers.push(() => resolver.close());
    const prober = await startProberProcess({ env: { NODE_EXTRA_CA_CERTS: join(trusted, 'ca.pem') } });
    closers.push(() => prober.close());
    return { resolver, prober, ca: certificate.cert, close };
  } catch (error) {
    await close();
    throw error;
  }
}
