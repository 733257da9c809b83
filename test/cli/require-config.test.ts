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

  it('tells warnings one a line', async () => {
    const folder = configFolder({ 'r.yaml': MAIN, 'p.yaml': PROBE, 's.yaml': slo({ target: 0.9 }) });
    const warnings: string[] = [];
    await requireConfig(join(folder, 'r.yaml'), { warn: (line) => warnings.push(line) });
    expect(warnings).toEqual([expect.stringContaining('warning: with this objective')]);
  });
});
