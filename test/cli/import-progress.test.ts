import { describe, expect, it } from 'vitest';

import type { ImportProgress } from '../../src/app/import/import-file.js';
import { importProgressBar } from '../../src/cli/import-progress.js';

function draw(
  progress: ImportProgress,
  of: { totalBytes?: number | null; columns?: number; isTTY?: boolean } = {},
): string {
  let written = '';
  let nowMs = 0;
  const { totalBytes = 2_000_000, columns = 120, isTTY = true } = of;
  const terminal = { isTTY, columns, write: (text: string) => (written += text) };
  const bar = importProgressBar({ terminal, name: 'a.ndjson', totalBytes, nowMs: () => nowMs });
  nowMs = 2000;
  bar.update(progress);
  return written.replace('\r\u001b[2K', '');
}

describe('importProgressBar()', () => {
  it('shows bytes and lines a second while reading', () => {
    const text = draw({ kind: 'reading', bytes: 500_000, lines: 100_000 });
    expect(text).toBe('a.ndjson: reading █████░░░░░░░░░░░░░░░  25 %  0.5 MB of 2.0 MB, 50000 lines/s');
  });

  it('shows no share of a stream whose length is not known', () => {
    const text = draw({ kind: 'reading', bytes: 500_000, lines: 10 }, { totalBytes: null });
    expect(text).toBe('a.ndjson: reading 0.5 MB, 5 lines/s');
  });

  it('shows what is stored, never above 100 %, and what it waits for', () => {
    expect(draw({ kind: 'storing', cells: 30, totalCells: 20 })).toBe(
      'a.ndjson: storing ████████████████████ 100 %  30 cells',
    );
    expect(draw({ kind: 'waiting' })).toBe('a.ndjson: waiting for another import to finish');
  });

  it('fits the terminal', () => {
    expect(draw({ kind: 'reading', bytes: 1, lines: 1 }, { columns: 30 }).length).toBeLessThan(30);
  });

  it('draws nothing where there is no terminal', () => {
    expect(draw({ kind: 'waiting' }, { isTTY: false })).toBe('');
  });

  it('draws at most ten times a second', () => {
    let draws = 0;
    let nowMs = 0;
    const terminal = { isTTY: true, write: () => draws++ };
    const bar = importProgressBar({ terminal, name: 'a', totalBytes: null, nowMs: () => nowMs });
    for (; nowMs < 1000; nowMs += 10) bar.update({ kind: 'waiting' });
    expect(draws).toBe(10);
  });
});
