import { describe, expect, it } from 'vitest';

import { configurationReference } from '../../src/config/reference.js';

describe('configurationReference()', () => {
  // After a change of a schema: npx vitest run test/config/reference.test.ts -u
  it('is what docs/reference/configuration.md holds', async () => {
    await expect(configurationReference()).toMatchFileSnapshot('../../docs/reference/configuration.md');
  });

  it('says of every key what it means', () => {
    const rows = configurationReference()
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    expect(rows.length).toBeGreaterThan(90);
    expect(rows.filter((row) => /\| {1,2}\|$/.test(row))).toEqual([]);
  });
});
