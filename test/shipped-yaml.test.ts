import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { loadConfig } from '../src/config/load-config.js';
import { formatProblem } from '../src/domain/problem.js';
import { parseOpenslo } from '../src/openslo/parse-openslo.js';
import { configFolder } from './support/config-folder.js';

const files = (folder: string) => readdirSync(folder).map((name) => join(folder, name));

/** Addresses that examples may name: RFC 5737 and RFC 3849. */
const DOCUMENTATION = /^(192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|2001:db8:)/;

describe('shipped examples', () => {
  it('load together without a problem', () => {
    const folder = configFolder({
      'resolver-slo.yaml': 'store: { sqlite: slo.db }\nprobes: [probes/*]\nslos: [slo-configs/*]\n',
    });
    for (const kind of ['probes', 'slo-configs']) {
      mkdirSync(join(folder, kind));
      for (const file of files(kind)) copyFileSync(file, join(folder, file));
    }
    const { config, problems, checkSelectors } = loadConfig({ file: join(folder, 'resolver-slo.yaml'), env: {} });
    expect([...problems, ...checkSelectors([])].map(formatProblem)).toEqual([]);
    expect(config!.probes).toHaveLength(files('probes').length);
    expect(config!.slos.map(({ name }) => name)).toEqual([
      'resolver-availability',
      'whole-service',
      'whole-service',
      'resolver-correctness',
      'resolver-latency',
      'encrypted-availability',
      'encrypted-availability',
      'monthly-uptime',
      'basic-availability',
      'basic-latency',
      'basic-correctness',
      'client-resolution',
    ]);
    const addresses = config!.probes.flatMap(({ resolvers }) => resolvers.map(({ address }) => address));
    expect(addresses.filter((address) => !DOCUMENTATION.test(address))).toEqual([]);
  });

  it.each(files('probes'))('%s loads alone', (file) => {
    const folder = configFolder({
      'resolver-slo.yaml': 'store: { sqlite: slo.db }\nprobes: [p.yaml]\n',
      'p.yaml': readFileSync(file, 'utf8'),
    });
    const { config, problems } = loadConfig({ file: join(folder, 'resolver-slo.yaml'), env: {} });
    expect(problems.map(formatProblem)).toEqual([]);
    expect(config!.probes).toHaveLength(1);
  });

  it.each(files('slo-configs'))('%s is valid OpenSLO alone', (file) => {
    const { documents, problems } = parseOpenslo([{ file, text: readFileSync(file, 'utf8') }], { unresolved: 'error' });
    expect(problems.map(formatProblem)).toEqual([]);
    expect(documents).toHaveLength(1);
  });
});
