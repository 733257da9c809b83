import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PEERS = ['/usr/sbin/unbound', '/usr/bin/dig', '/usr/bin/dnsperf', '/usr/bin/prometheus-blackbox-exporter'];

/**
 * The reduced forms of the benchmarks of measuring: that they measure what they say, attempt by
 * attempt. Times and rates depend on the machine and are for the full forms (bench/results).
 */
describe.skipIf(!PEERS.every((program) => existsSync(program)))('benchmarks of measuring, some seconds each', () => {
  const folder = mkdtempSync(join(tmpdir(), 'resolver-slo-measure-reduced-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What a benchmark wrote; its exit code tells of times as well, so it is not judged. */
  function run<Found>(name: string, ...args: readonly string[]): Found {
    const out = join(folder, `${name}.json`);
    const script = `bench/measure/${name}.mjs`;
    const { stderr } = spawnSync(process.execPath, [script, ...args, '--out', out], { cwd: ROOT, encoding: 'utf8' });
    expect(existsSync(out), stderr).toBe(true);
    return JSON.parse(readFileSync(out, 'utf8')) as Found;
  }

  it('rtt: asks as often as it says, and dnsperf, blackbox_exporter and the stalled prober beside it get replies', () => {
    const { asked, rttUs } = run<{ asked: number; rttUs: Record<string, { count: number }> }>(
      'rtt', '--rounds', '1', '--seconds', '2', '--qps', '100',
    );
    expect(asked).toBe(200);
    for (const who of ['ours', 'stalled', 'dnsperf', 'blackbox']) expect(rttUs[who]?.count, who).toBeGreaterThan(0);
  }, 60_000);

  it('known-delay: knows the true delay of every answered attempt', () => {
    const found = run<{ attempts: number; outcomes: Record<string, number>; errorUs: { count: number } }>(
      'known-delay', '--seconds', '2', '--qps', '100',
    );
    expect(found.attempts).toBe(200);
    expect(found.errorUs.count).toBe(found.outcomes['answered']);
  }, 60_000);

  it('busy: measures each phase of the daemon under its own name while pages are fetched and history is imported', () => {
    interface Phase {
      readonly attempts: number;
      readonly pages: number;
      readonly p50Us: Record<string, number>;
    }
    const { daemon, prober } = run<{
      daemon: readonly { readonly idle: Phase; readonly busy: Phase }[];
      prober: readonly Record<string, { readonly unmatched: number; readonly errorUs: { readonly count: number } }>[];
    }>('busy', '--rounds', '1', '--seconds', '2', '--qps', '100');
    for (const { idle, busy } of daemon) {
      expect(idle.pages).toBe(0);
      expect(busy.pages).toBeGreaterThan(0);
      for (const { attempts, p50Us } of [idle, busy]) {
        expect(attempts).toBeGreaterThanOrEqual(200);
        expect(Object.keys(p50Us).sort()).toEqual(['delayed', 'unbound']);
      }
    }
    for (const phase of prober.flatMap((round) => Object.values(round)))
      expect(phase.errorUs.count + phase.unmatched).toBe(100);
  }, 120_000);

  it('rate: each slot has one outcome, over all source ports, and the daemon keeps every attempt', () => {
    const { prober, daemon } = run<{
      prober: { attempts: number; ports: number };
      daemon: { attempts: number };
    }>('rate', '--seconds', '3', '--qps', '500', '--daemonSeconds', '2');
    expect(prober.attempts).toBe(1_500);
    expect(prober.ports).toBeGreaterThanOrEqual(16);
    expect(daemon.attempts).toBeGreaterThanOrEqual(1_000);
  }, 60_000);

  it('many: every resolver is asked once a second', () => {
    const { slots, attempts } = run<{ slots: Record<string, number>; attempts: number }>(
      'many', '--minutes', '0.05', '--resolvers', '300', '--sliceSeconds', '1',
    );
    expect({ series: slots['series'], fewest: slots['fewest'], most: slots['most'] }).toEqual({ series: 300, fewest: 3, most: 3 });
    expect(attempts).toBe(900);
  }, 60_000);

  it('cpu: tells what a probe costs us and blackbox_exporter', () => {
    const { rounds } = run<{
      rounds: readonly {
        blackbox: { probes: number; usPerProbe: number };
        ours: Record<string, { attempts: number; usPerProbe: number }>;
      }[];
    }>('cpu', '--rounds', '1', '--seconds', '1');
    for (const { blackbox, ours } of rounds) {
      expect(blackbox.probes).toBeGreaterThan(0);
      expect(Object.keys(ours)).toEqual(['1000', '5000', '20000']);
      for (const [qps, { attempts }] of Object.entries(ours)) expect(attempts).toBe(Number(qps));
    }
  }, 60_000);
});
