import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { onTestFinished } from 'vitest';

/** A temporary folder with these files (path → text), removed after the test; returns its path. */
export function configFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'resolver-slo-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

export const PROBE = `probe: public
every: 5s
resolvers: [{ name: ns1, address: 192.0.2.53 }, { name: ns2, address: "2001:DB8:0::53", port: 5353, transport: tcp }]
queries: [{ name: www, qname: www.example.org }, { name: nx, qname: "{random}.example.org", qtype: aaaa, expect: { rcode: [nxdomain] } }]
`;

/** An SLO over everything, with these keys in both metric sources. */
export function slo(
  options: { readonly name?: string; readonly spec?: string; readonly target?: number } = {},
): string {
  const { name = 'availability', spec = '', target = 0.999 } = options;
  return `apiVersion: openslo/v1
kind: SLO
metadata: { name: ${name} }
spec:
  service: public
  indicator:
    metadata: { name: ${name} }
    spec:
      ratioMetric:
        good: { metricSource: { type: resolver-slo, spec: { ${spec} events: answered } } }
        total: { metricSource: { type: resolver-slo, spec: { ${spec} events: valid } } }
  budgetingMethod: Occurrences
  timeWindow: [{ duration: 4w, isRolling: true }]
  objectives: [{ target: ${String(target)} }]
`;
}

/** A main file with one probe file, one SLO file, and both listeners on loopback. */
export function listeningMain(ports: { readonly public: number; readonly admin: number }): string {
  return `
vantage: here
probes: [probe.yaml]
slos: [slo.yaml]
store: { sqlite: data/resolver-slo.db }
http:
  public: { listen: "127.0.0.1:${String(ports.public)}" }
  admin: { listen: "127.0.0.1:${String(ports.admin)}" }
`;
}
