import { describe, expect, it } from 'vitest';

import { probeProgress } from '../../src/cli/probe-progress.js';
import { ProbeSummary } from '../../src/cli/probe-summary.js';
import { paintFor } from '../../src/cli/terminal-style.js';
import { answeredIn, failedAs } from '../support/probe-attempts.js';
import { TerminalScreen } from '../support/terminal-screen.js';

function follow(columns: number, names: readonly string[] = ['ns1'], rows = 24) {
  const screen = new TerminalScreen(columns);
  const lanes = names.map((name) => ({ name, summary: new ProbeSummary() }));
  const terminal = { columns, rows, write: (text: string) => screen.write(text) };
  const progress = probeProgress({ terminal, total: 1_000, lanes, paint: (_, text) => text });
  const attempt = (rttUs: number | null, position = 0) => {
    const result = rttUs === null ? failedAs('timeout') : answeredIn(rttUs);
    lanes[position]!.summary.noteSent();
    lanes[position]!.summary.record(result);
    progress.note(position, result);
  };
  return { screen, progress, attempt, lanes };
}

describe('probeProgress()', () => {
  it('draws over itself, and only when told to', () => {
    const { screen, progress, attempt } = follow(80);
    attempt(100);
    expect(screen.lines).toEqual(['']);
    for (let round = 0; round < 5; round++) progress.draw();
    expect(screen.lines).toHaveLength(1);
  });

  it('never erases before it writes, which would flicker', () => {
    const written: string[] = [];
    const lanes = ['a', 'b'].map((name) => ({ name, summary: new ProbeSummary() }));
    const terminal = { columns: 80, write: (text: string) => written.push(text) };
    const progress = probeProgress({ terminal, total: 9, lanes, paint: (_, text) => text });
    progress.draw();
    progress.draw();
    expect(written).toHaveLength(2);
    expect(written[1]!.replaceAll('\u001b', 'ESC')).toMatch(/^\rESC\[1Aa [^\n]*ESC\[K\nb [^\n]*ESC\[K$/);
  });

  it('tells counts, the median, the last RTT and the shape of the latest', () => {
    const { screen, progress, attempt } = follow(80);
    [100, 1_500, null, 10_000].forEach((rttUs) => attempt(rttUs));
    progress.draw();
    expect(screen.lines).toEqual(['   4/1000 sent  3 answered  1 failed  p50 1.50 ms  last 10.0 ms  ▁▅×█']);
  });

  it('counts from the first send on, whatever the replies do', () => {
    const { screen, progress, lanes } = follow(80);
    for (let sent = 0; sent < 20; sent++) lanes[0]!.summary.noteSent();
    progress.draw();
    expect(screen.lines).toEqual(['  20/1000 sent  0 answered  p50 –  last –']);
  });

  it('has no median where half failed', () => {
    const { screen, progress, attempt } = follow(80);
    [100, null, null].forEach((rttUs) => attempt(rttUs));
    progress.draw();
    expect(screen.lines[0]).toContain('p50 –  last timeout');
  });

  it('draws a line for each resolver, and a shorter one leaves nothing of a longer one', () => {
    const { screen, progress, attempt } = follow(60, ['192.0.2.1:53', 'dot:192.0.2.1:853']);
    for (let count = 0; count < 40; count++) attempt(1_500, 0);
    progress.draw();
    attempt(null, 1);
    progress.draw();
    expect(screen.lines).toHaveLength(2);
    expect(screen.lines[0]).toMatch(/^192\.0\.2\.1:53 {9}40\/1000 sent {2}p50 1\.50 ms/);
    expect(screen.lines[1]).toMatch(/^dot:192\.0\.2\.1:853 {2} {3}1\/1000 sent .*1 failed/);
  });

  it.each([20, 40, 80, 120])('is never as wide as a terminal of %d columns', (columns) => {
    const { screen, progress, attempt } = follow(columns, ['192.0.2.1:53', 'https://dns.example.org/dns-query']);
    for (let count = 0; count < 50; count++) {
      attempt(100 + count, count % 2);
      attempt(null, 1);
      progress.draw();
    }
    expect(Math.max(...screen.lines.map((line) => line.length))).toBeLessThan(columns);
    expect(screen.lines).toHaveLength(2);
  });

  it('draws no more lines than the terminal has', () => {
    const { screen, progress } = follow(
      80,
      Array.from({ length: 30 }, (_, index) => `ns${String(index)}`),
      10,
    );
    progress.draw();
    progress.draw();
    expect(screen.lines).toHaveLength(9);
    expect(screen.lines.at(-1)).toBe('… and 22 more');
  });

  it('clears what it has drawn, and writes nothing if that is nothing', () => {
    const idle = follow(80, ['a', 'b']);
    idle.progress.clear();
    expect(idle.screen.lines).toEqual(['']);
    idle.progress.draw();
    idle.progress.clear();
    expect(idle.screen.lines.join('')).toBe('');
    expect(idle.screen.row).toBe(0);
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
