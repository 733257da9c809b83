import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';

import { type ImportedCell, mergeRuns } from '../../../src/record/import/cell-run.js';
import { CellSpool } from '../../../src/record/import/cell-spool.js';
import { tempFolder } from '../../support/temp-store.js';

const byKey = (a: ImportedCell, b: ImportedCell) => a.start - b.start || a.series - b.series;

const run: fc.Arbitrary<ImportedCell[]> = fc
  .uniqueArray(fc.record({ start: fc.nat(20), series: fc.nat(5), data: fc.uint8Array({ maxLength: 300 }) }), {
    maxLength: 30,
    selector: ({ start, series }) => `${String(start)} ${String(series)}`,
  })
  .map((cells) => cells.sort(byKey));

function newSpool(): { readonly spool: CellSpool; readonly file: string } {
  const file = join(tempFolder(), 'spool.tmp');
  const spool = new CellSpool(file);
  onTestFinished(() => spool.close());
  return { spool, file };
}

describe('mergeRuns()', () => {
  it('gives every cell of all runs, each start once and in order', () => {
    fc.assert(
      fc.property(fc.array(run, { maxLength: 6 }), (runs) => {
        const groups = [...mergeRuns(runs)];
        const starts = groups.map(({ start }) => start);
        expect(starts).toEqual([...new Set(runs.flat().map(({ start }) => start))].sort((a, b) => a - b));
        for (const { start, cells } of groups) expect(cells.every((cell) => cell.start === start)).toBe(true);
        const merged = groups.flatMap(({ cells }) => cells);
        expect(merged.length).toBe(runs.flat().length);
        expect(new Set(merged)).toEqual(new Set(runs.flat()));
      }),
    );
  });
});

describe('CellSpool', () => {
  it('gives runs back as they were written', () => {
    fc.assert(
      fc.property(fc.array(run, { maxLength: 4 }), (runs) => {
        const { spool } = newSpool();
        for (const cells of runs) spool.write(cells);
        expect(spool.runs().map((cells) => [...cells])).toEqual(runs);
        spool.close();
      }),
      { numRuns: 30 },
    );
  });

  it('reads cells that are larger than its buffers', () => {
    const { spool } = newSpool();
    const cells = [1, 2, 3].map((start) => ({ start, series: 0, data: new Uint8Array(500_000).fill(start) }));
    spool.write(cells);
    expect(spool.runs().map((one) => [...one])).toEqual([cells]);
  });

  it('gives its file no name, so that a killed process leaves nothing', () => {
    const { spool, file } = newSpool();
    spool.write([{ start: 1, series: 2, data: Uint8Array.of(3) }]);
    expect(existsSync(file)).toBe(false);
    expect(readdirSync(join(file, '..'))).toEqual([]);
    expect([...spool.runs()[0]!]).toEqual([{ start: 1, series: 2, data: Uint8Array.of(3) }]);
  });

  it('fails with a StoreError where it may not write', () => {
    const spool = new CellSpool(join(tempFolder(), 'missing', 'spool.tmp'));
    expect(() => spool.write([{ start: 1, series: 2, data: Uint8Array.of(3) }])).toThrow(
      expect.objectContaining({ code: 'STORE_IO' }),
    );
  });
});
