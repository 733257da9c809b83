import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PEERS = ['/usr/sbin/unbound', '/usr/bin/dig', '/usr/bin/dnsperf', '/usr/bin/prometheus-blackbox-exporter'];
const WITHIN_MS = 120_000;

/**
 * The reduced forms of the benchmarks of measuring: that they measure what they say, attempt by
 * attempt. Times and rates depend on the machine and are for the full forms (bench/results).
 */
describe.skipIf(!PEERS.every((program) => existsSync(program)))('benchmarks of measuring, some seconds each', () => {
  const folder = mkdtempSync(join(tmpdir(), 'resolver-slo-measure-reduced-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What a benchmark wrote; its exit code tells of times as well, so it is not judged. */
  function run(name: string, options: Readonly<Record<string, number>>): unknown {
    const out = join(folder, `${name}.json`);
    const args = Object.entries(options).flatMap(([option, value]) => [`--${option}`, String(value)]);
    const command = [`bench/measure/${name}.mjs`, ...args, '--out', out];
    const { stderr } = spawnSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8' });
    expect(existsSync(out), stderr).toBe(true);
    return JSON.parse(readFileSync(out, 'utf8'));
  }

  it(
    'rtt: asks as often as it says, and all who ask beside us get replies',
    () => {
      const { asked, rttUs } = run('rtt', { rounds: 1, seconds: 2, qps: 100 }) as RttResult;
      expect(asked).toBe(200);
      for (const who of ['ours', 'stalled', 'dnsperf', 'blackbox']) expect(rttUs[who]?.count, who).toBeGreaterThan(0);
    },
    WITHIN_MS,
  );

  it(
    'known-delay: knows the true delay of every answered attempt',
    () => {
      const { attempts, outcomes, errorUs } = run('known-delay', { seconds: 2, qps: 100 }) as KnownDelayResult;
      expect(attempts).toBe(200);
      expect(outcomes['answered']).toBeGreaterThan(0);
      expect(errorUs.count).toBe(outcomes['answered']);
    },
    WITHIN_MS,
  );

  it(
    'busy: measures each phase under its own name while pages are fetched and history is imported',
    () => {
      const { daemon, prober } = run('busy', { rounds: 1, seconds: 2, qps: 100 }) as BusyResult;
      for (const { idle, busy } of daemon) {
        expect(idle.pages).toBe(0);
        expect(busy.pages).toBeGreaterThan(0);
        for (const { attempts, p50Us } of [idle, busy]) {
          expect(attempts).toBeGreaterThanOrEqual(200);
          expect(Object.keys(p50Us).sort()).toEqual(['delayed', 'unbound']);
        }
      }
      const phases = prober.flatMap((round) => Object.values(round));
      for (const { errorUs, unmatched } of phases) expect(errorUs.count + unmatched).toBe(100);
    },
    WITHIN_MS,
  );

  it(
    'rate: each slot has one outcome, over all source ports, and the daemon keeps every attempt',
    () => {
      const { prober, daemon } = run('rate', { seconds: 3, qps: 500, daemonSeconds: 2 }) as RateResult;
      expect(prober.attempts).toBe(1_500);
      expect(prober.ports).toBeGreaterThanOrEqual(16);
      expect(daemon.attempts).toBeGreaterThanOrEqual(1_000);
    },
    WITHIN_MS,
  );

  it(
    'many: every resolver is asked once a second',
    () => {
      const { slots, attempts } = run('many', { minutes: 0.05, resolvers: 300, sliceSeconds: 1 }) as ManyResult;
      expect(slots).toMatchObject({ series: 300, fewest: 3, most: 3 });
      expect(attempts).toBe(900);
    },
    WITHIN_MS,
  );

  it(
    'cpu: asks at every rate it tells of, beside a blackbox_exporter that probes',
    () => {
      const { rounds } = run('cpu', { rounds: 1, seconds: 1 }) as CpuResult;
      for (const { blackbox, ours } of rounds) {
        expect(blackbox.probes).toBeGreaterThan(0);
        expect(ours).toMatchObject({
          1000: { attempts: 1_000 },
          5000: { attempts: 5_000 },
          20000: { attempts: 20_000 },
        });
      }
    },
    WITHIN_MS,
  );
});

interface Counted {
  readonly count: number;
}

interface RttResult {
  readonly asked: number;
  readonly rttUs: Readonly<Record<string, Counted>>;
}

interface KnownDelayResult {
  readonly attempts: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly errorUs: Counted;
}

interface DaemonPhase {
  readonly attempts: number;
  readonly pages: number;
  readonly p50Us: Readonly<Record<string, number>>;
}

interface BusyResult {
  readonly daemon: readonly { readonly idle: DaemonPhase; readonly busy: DaemonPhase }[];
  readonly prober: readonly Readonly<Record<string, { readonly unmatched: number; readonly errorUs: Counted }>>[];
}

interface RateResult {
  readonly prober: { readonly attempts: number; readonly ports: number };
  readonly daemon: { readonly attempts: number };
}

interface ManyResult {
  readonly slots: Readonly<Record<string, number>>;
  readonly attempts: number;
}

interface CpuResult {
  readonly rounds: readonly {
    readonly blackbox: { readonly probes: number };
    readonly ours: Readonly<Record<string, { readonly attempts: number }>>;
  }[];
}
