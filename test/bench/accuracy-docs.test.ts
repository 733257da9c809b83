import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const RESULTS = join(ROOT, 'bench/results');

/** What bench/measure/accuracy-docs.mjs finds differing between the guide and results. */
function differences(results: string): readonly string[] {
  const script = 'bench/measure/accuracy-docs.mjs';
  const { status, stderr } = spawnSync(process.execPath, [script, '--check', '--results', results], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const lines = stderr.split('\n').filter((line) => line !== '');
  expect(status).toBe(lines.length === 0 ? 0 : 1);
  return lines;
}

describe('docs/guides/accuracy.md', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'resolver-slo-results-'));
    cpSync(RESULTS, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('shows the figures and the plot of bench/results', () => {
    expect(differences(RESULTS)).toEqual([]);
  });

  it('is found out when a figure differs', () => {
    const file = join(folder, 'cpu.json');
    const found = JSON.parse(readFileSync(file, 'utf8')) as { lines: { seen: string }[] };
    found.lines[0]!.seen = 'something else';
    writeFileSync(file, JSON.stringify(found));
    expect(differences(folder)).toEqual([expect.stringContaining('accuracy.md is not what bench/results/ says')]);
  });

  it('is found out when the plot differs', () => {
    const file = join(folder, 'rtt.json');
    const found = JSON.parse(readFileSync(file, 'utf8')) as { curvesUs: { ours: number[] } };
    found.curvesUs.ours = found.curvesUs.ours.map((us) => us * 2);
    writeFileSync(file, JSON.stringify(found));
    expect(differences(folder)).toEqual([expect.stringContaining('accuracy.svg is not what bench/results/ says')]);
  });
});
