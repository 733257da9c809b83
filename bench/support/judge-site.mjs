// A configuration whose SLOs are one of each budgeting method, over the database of bench/store.mjs.
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROGRAM = fileURLToPath(new URL('../../bin/resolver-slo.mjs', import.meta.url));

const METHODS = {
  occurrences: ['Occurrences', ''],
  timeslices: ['Timeslices', ', timeSliceTarget: 0.99, timeSliceWindow: 1m'],
  'ratio-timeslices': ['RatioTimeslices', ', timeSliceWindow: 5m'],
};

/** Writes it to a folder of its own. */
export function makeSite(storeFile, seriesCount) {
  const folder = mkdtempSync(join(tmpdir(), 'resolver-slo-bench-'));
  symlinkSync(resolve(storeFile), join(folder, 'store.db'));
  const config = join(folder, 'resolver-slo.yaml');
  writeFileSync(config, 'vantage: bench\nprobes: [probe.yaml]\nslos: [slos.yaml]\nstore: { sqlite: store.db }\n');
  writeFileSync(join(folder, 'probe.yaml'), probeDocument(seriesCount));
  writeFileSync(join(folder, 'slos.yaml'), Object.entries(METHODS).map(sloDocument).join('---\n'));
  return { config, names: Object.keys(METHODS), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function probeDocument(seriesCount) {
  const resolvers = Array.from(
    { length: seriesCount },
    (_, i) => `  - { name: ns${String(i)}, address: 127.0.0.1, port: ${String(10_000 + i)} }\n`,
  );
  return `probe: public\nevery: 1s\nresolvers:\n${resolvers.join('')}queries:\n  - { name: www, qname: www.example.org, qtype: A }\n`;
}

function sloDocument([name, [method, slices]], i) {
  const selector = `probe: public, resolver: ns${String(i)}`;
  return `apiVersion: openslo/v1
kind: SLO
metadata: { name: ${name} }
spec:
  service: bench
  budgetingMethod: ${method}
  timeWindow: [{ duration: 28d, isRolling: true }]
  objectives: [{ target: 0.95${slices} }]
  indicator:
    metadata: { name: indicator-${name} }
    spec:
      ratioMetric:
        counter: true
        good: { metricSource: { type: resolver-slo, spec: { ${selector}, events: within, threshold: 50ms } } }
        total: { metricSource: { type: resolver-slo, spec: { ${selector}, events: valid } } }
`;
}
