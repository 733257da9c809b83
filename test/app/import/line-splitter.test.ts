import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { LineSplitter } from '../../../src/app/import/line-splitter.js';

function split(chunks: readonly Uint8Array[]): (string | null)[] {
  const lines: (string | null)[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return lines;
}

/** Cuts bytes into chunks of these sizes, in turn. */
function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

describe('LineSplitter', () => {
  it('gives the same lines however the bytes are cut', () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !text.includes('\n'));
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (lines, sizes) => {
        const bytes = new TextEncoder().encode(lines.map((text) => `${text}\n`).join(''));
        expect(split(cut(bytes, sizes))).toEqual(lines);
      }),
    );
  });

  it('gives a last line without line end, and none after one', () => {
    expect(split([Buffer.from('a\nb')])).toEqual(['a', 'b']);
    expect(split([Buffer.from('a\n')])).toEqual(['a']);
    expect(split([])).toEqual([]);
  });

  it('gives null for a line above 64 KiB and goes on with the next', () => {
    const bytes = Buffer.from(`a\n${'x'.repeat(65_537)}\nb\n${'y'.repeat(65_536)}\n${'z'.repeat(200_000)}`);
    for (const size of [1000, 65_536, 1 << 20]) {
      expect(split(cut(bytes, [size])).map((line) => line?.[0] ?? null)).toEqual(['a', null, 'b', 'y', null]);
    }
  });
});
