import { describe, expect, it } from 'vitest';
import { progressLine } from '../../src/cli/probe-progress.js';
import { ProbeSummary } from '../../src/cli/probe-summary.js';
import { paintFor } from '../../src/cli/terminal-style.js';

function follow(columns: number) {
  const written: string[] = [];
  let nowMs = 0;
  const summary = new ProbeSummary();
  const terminal = { columns, write: (text: string) => written.push(text) };
  const line = progressLine({ terminal, total: 1_000, summary, paint: (_, text) => text, nowMs: () => nowMs });
  const attempt = (rttUs: number | null, atMs: number) => {
    nowMs = atMs;
    const result = { outcome: rttUs === null ? 'timeout' : 'answered', rttUs, sendLagUs: 1 } as const;
    summary.record(result);
    line.update(result);
  };
  return { written, line, attempt };
}

describe('progressLine()', () => {
  it('draws over itself, ten times a second at most', () => {
    const { written, attempt } = follow(80);
    for (let atMs = 0; atMs < 1_000; atMs += 10) attempt(100, atMs);
    expect(written).toHaveLength(10);
    expect(written.every((text) => text.startsWith('\r\u001b[2K'))).toBe(true);
  });

  it('tells counts, the median, the last RTT and the shape of the latest', () => {
    const { written, attempt } = follow(80);
    [100, 1_500, null, 10_000].forEach((rttUs, index) => attempt(rttUs, index * 100));
    expect(written.at(-1)).toBe('\r\u001b[2K4/1000  3 answered  1 failed  p50 1.50 ms  last 10.0 ms  ▁▅×█');
  });

  it('is never wider than the terminal', () => {
    for (const columns of [20, 40, 80]) {
      const { written, attempt } = follow(columns);
      for (let count = 0; count < 50; count++) attempt(100 + count, count * 100);
      const widths = written.map((text) => text.replace('\r\u001b[2K', '').length);
      expect(Math.max(...widths)).toBeLessThan(columns);
    }
  });

  it('clears only what it has drawn', () => {
    const idle = follow(80);
    idle.line.clear();
    expect(idle.written).toEqual([]);
    const busy = follow(80);
    busy.attempt(100, 0);
    busy.line.clear();
    expect(busy.written.at(-1)).toBe('\r\u001b[2K');
  });
});

describe('paintFor()', () => {
  it('paints on a terminal unless NO_COLOR or TERM=dumb forbid it', () => {
    expect(paintFor(true, {})('red', 'x')).toBe('\u001b[31mx\u001b[39m');
    expect(paintFor(true, { NO_COLOR: '' })('red', 'x')).toBe('\u001b[31mx\u001b[39m');
    expect(paintFor(true, { NO_COLOR: '1' })('red', 'x')).toBe('x');
    expect(paintFor(true, { TERM: 'dumb' })('red', 'x')).toBe('x');
    expect(paintFor(false, {})('red', 'x')).toBe('x');
  });
});
