import { createSite, type Site } from './daemon.js';
import { freePort } from './free-port.js';

export interface OneResolverSite extends Site {
  /** Of the admin listener. */
  readonly healthUrl: string;
}

/** A site whose daemon asks resolver `ns1`, at a port of 127.0.0.1, one question over UDP, and waits 500 ms. */
export async function oneResolverSite(options: {
  readonly everyMs: number;
  readonly port: number;
}): Promise<OneResolverSite> {
  const adminPort = String(await freePort());
  const site = createSite({
    'resolver-slo.yaml': `
vantage: here
probes: [probe.yaml]
store: { sqlite: data/resolver-slo.db }
http: { admin: { listen: "127.0.0.1:${adminPort}" } }
`,
    'probe.yaml': `
probe: public
every: ${String(options.everyMs)}ms
timeout: 500ms
resolvers: [{ name: ns1, address: 127.0.0.1, port: ${String(options.port)} }]
queries: [{ name: www, qname: www.example.org, qtype: A }]
`,
  });
  return { ...site, healthUrl: `http://127.0.0.1:${adminPort}/healthz` };
}
