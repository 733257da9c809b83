import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { requireConfig } from '../../src/cli/require-config.js';
import { configFolder, PROBE, slo } from '../support/config-folder.js';

const MAIN = 'store: { sqlite: slo.db }\nprobes: [p.yaml]\nslos: [s.yaml]\n';

describe('requireConfig()', () => {
  it('refuses SLOs that select what is not known, unless anything may be selected', async () => {
    const folder = configFolder({ 'r.yaml': MAIN, 'p.yaml': PROBE, 's.yaml': slo({ spec: 'probe: imported,' }) });
    const file = join(folder, 'r.yaml');
    await expect(requireConfig(file)).rejects.toThrow('no probe is named "imported"');
    expect((await requireConfig(file, { selectors: 'any' })).slos).toHaveLength(1);
  });

  it('refuses other errors even where anything may be selected', async () => {
    const folder = configFolder({ 'r.yaml': MAIN, 'p.yaml': PROBE, 's.yaml': slo({ target: 2 }) });
    await expect(requireConfig(join(folder, 'r.yaml'), { selectors: 'any' })).rejects.toThrow(
      '/spec/objectives/0/target',
    );
  });

  it('tells all errors at once in the order of files and lines: of values, of selectors and of the scenario; the main file hides nothing', async () => {
    const folder = configFolder({
      'r.yaml': `${MAIN.replace('s.yaml', 's.yaml, t.yaml')}lab: { scenario: lab.yaml }\ncanary: 4\n`,
      'p.yaml': `${PROBE}colour: blue\n`,
      's.yaml': slo({ name: 'wrong', target: 2 }),
      't.yaml': slo({ spec: 'probe: imported,' }),
      'lab.yaml': 'sede: 1\n',
    });
    const refusal = await requireConfig(join(folder, 'r.yaml')).then(
      () => 'none',
      (error: unknown) => String(error),
    );
    const places = refusal.split('\n').map((line) => line.replace(/^.*\/(\w+\.yaml).*: (\/\S*): .*$/, '$1 $2'));
    expect(places).toEqual([
      'lab.yaml /sede',
      'p.yaml /colour',
      'r.yaml /canary',
      's.yaml /spec/objectives/0/target',
      't.yaml /spec/indicator/spec/ratioMetric/good/metricSource/spec/probe',
      't.yaml /spec/indicator/spec/ratioMetric/total/metricSource/spec/probe',
    ]);
  });

  it('rejects with what keeps the store from being read, but tells errors first', async () => {
    const files = { 'r.yaml': MAIN, 'p.yaml': PROBE, 's.yaml': slo(), 'slo.db': 'no database' };
    const folder = configFolder(files);
    await expect(requireConfig(join(folder, 'r.yaml'))).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
    const wrong = configFolder({ ...files, 's.yaml': slo({ target: 2 }) });
    await expect(requireConfig(join(wrong, 'r.yaml'))).rejects.toThrow('/spec/objectives/0/target');
    expect((await requireConfig(join(folder, 'r.yaml'), { selectors: 'any' })).slos).toHaveLength(1);
  });

  it('tells warnings one a line', async () => {
    const folder = configFolder({ 'r.yaml': MAIN, 'p.yaml': PROBE, 's.yaml': slo({ target: 0.9 }) });
    const warnings: string[] = [];
    await requireConfig(join(folder, 'r.yaml'), { warn: (line) => warnings.push(line) });
    expect(warnings).toEqual([expect.stringContaining('warning: with this objective')]);
  });
});
