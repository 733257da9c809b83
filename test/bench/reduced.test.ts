import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SERIES_MINUTES_OF_A_DAY = 200 * 1440;

/**
 * The reduced form of `npm run bench`: one day instead of 28. What does not depend on the machine's
 * speed is held to its limit here; times are for the full form, whose results are in bench/results.
 */
describe('benchmarks over one day of history', () => {
  const folder = mkdtempSync(join(tmpdir(), 'resolver-slo-reduced-'));
  const history = join(folder, 'history.db');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function run(script: string, ...args: readonly string[]): Record<string, unknown> {
    const out = join(folder, 'result.json');
    rmSync(out, { force: true });
    spawnSync(process.execPath, [script, ...args, '--out', out], { cwd: ROOT, stdio: 'ignore' });
    return JSON.parse(readFileSync(out, 'utf8')) as Record<string, unknown>;
  }

  it('bench/store.mjs: at most 150 bytes a series-minute, imports whole beside a writing daemon', () => {
    const { history: written, imports } = run('bench/store.mjs', '--days', '1', '--keep', history) as {
      history: { seriesMinutes: number; bytesPerSeriesMinute: number; peakRssMb: number };
      imports: Record<string, { kind: string; lines: number; peakRssMb: number; daemon: { failedFlushes: number } }>;
    };
    expect(written.seriesMinutes).toBe(SERIES_MINUTES_OF_A_DAY);
    expect(written.bytesPerSeriesMinute).toBeLessThanOrEqual(150);
    expect(written.peakRssMb).toBeLessThanOrEqual(500);
    for (const { kind, lines, peakRssMb, daemon } of Object.values(imports)) {
      expect(kind).toBe('imported');
      expect(lines).toBeGreaterThan(0);
      expect(peakRssMb).toBeLessThanOrEqual(500);
      expect(daemon.failedFlushes).toBe(0);
    }
  }, 300_000);

  it('bench/slo-command.mjs: 400 SLOs with data in at most 500 MB', () => {
    const { slos, withData, maxRssMb } = run('bench/slo-command.mjs', history);
    expect({ slos, withData }).toEqual({ slos: 400, withData: 400 });
    expect(maxRssMb).toBeLessThanOrEqual(500);
  }, 120_000);

  it('bench/evaluate.mjs: judges every SLO each second in at most 500 MB', () => {
    const { slos, maxRssMb } = run('bench/evaluate.mjs', history);
    expect(slos).toBe(400);
    expect(maxRssMb).toBeLessThanOrEqual(500);
  }, 120_000);
});
