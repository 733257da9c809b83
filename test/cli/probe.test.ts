import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/domain/clock.js';
import { formatEndpoint } from '../../src/domain/endpoint.js';
import { silentLog } from '../../src/domain/log.js';
import { startLab, type Lab } from '../../src/lab/lab.js';
import { PLAIN_RESOLVER, WELL_SCENARIO } from '../../src/lab/scenario.js';
import { seededRandom } from '../../src/lab/seeded-random.js';
import { runCli, startCli, startCliTo } from '../support/run-cli.js';

/** The lab asks its clock for each message it gets. */
let asked = 0;
let onAsked = () => undefined as unknown;
const countingClock = {
  nowMs() {
    asked++;
    onAsked();
    return systemClock.nowMs();
  },
};

function untilAsked(more: number): Promise<void> {
  const enough = asked + more;
  return new Promise((resolve) => {
    onAsked = () => asked >= enough && resolve();
  });
}

let lab: Lab;
let well = '';
let lossy = '';
let dead = '';

beforeAll(async () => {
  const resolvers = [
    { name: 'well', listen: null, ...PLAIN_RESOLVER },
    { name: 'lossy', listen: null, ...PLAIN_RESOLVER, loss: 0.5 },
    { name: 'dead', listen: null, ...PLAIN_RESOLVER, loss: 1 },
  ];
  const scenario = {
    ...WELL_SCENARIO,
    resolvers,
    records: [{ name: 'www.example.org', type: 'A' as const, ttlSeconds: 60, data: '192.0.2.1', secure: false }],
  };
  lab = await startLab({
    listen: { host: '127.0.0.1', port: 0 },
    scenario,
    clock: countingClock,
    random: seededRandom(2),
    log: silentLog,
  });
  [well, lossy, dead] = lab.resolvers.map(({ address }) => formatEndpoint(address.host, address.port)) as [
    string,
    string,
    string,
  ];
});
afterAll(() => lab.close());

/** Outcomes that resolvers are answerable for; on a busy machine a send may come too late, which is ours. */
function countedOf(outcomes: Readonly<Record<string, number>>): readonly string[] {
  return Object.keys(outcomes)
    .filter((outcome) => outcome !== 'prober_error')
    .sort();
}

describe('resolver-slo probe', () => {
  it.each(['udp', 'tcp'])('gives the documented JSON over %s and ends with 0', async (transport) => {
    const flags = ['--transport', transport, '--count', '20', '--interval', '5ms', '--json'];
    const { exitCode, stdout, stderr } = await runCli('probe', well, 'www.example.org', ...flags);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const json = JSON.parse(stdout) as { rttUs: Record<string, number>; sendLagUs: Record<string, number> };
    expect(json).toMatchObject({ resolver: well, transport, qname: 'www.example.org', qtype: 'A', sent: 20 });
    expect(json).toMatchObject({
      outcomes: { answered: 20 },
      clock: expect.stringMatching(transport === 'udp' ? /^(kernel|user)$/ : /^user$/) as string,
      awaited: 0,
    });
    expect(Object.keys(json)).toEqual([
      'resolver',
      'transport',
      'qname',
      'qtype',
      'sent',
      'outcomes',
      'rttUs',
      'clock',
      'sendLagUs',
      'percentilesUs',
      'awaited',
      'suspicious',
      ...(transport === 'tcp' ? ['phasesUs', 'connections'] : []),
      'failures',
    ]);
    expect(Object.keys(json.rttUs)).toEqual(['min', 'p50', 'p90', 'p99', 'p999', 'max', 'mean']);
    expect(Object.keys(json.sendLagUs)).toEqual(['p50', 'p99', 'max']);
    const { min, p50, p99, max } = json.rttUs;
    expect([min, p50, p99, max]).toEqual([min!, p50!, p99!, max!].toSorted((a, b) => a - b));
    expect(min).toBeGreaterThan(0);
  });

  it('ends with 1 when some attempts are not answered, and counts them all', async () => {
    const flags = ['--count', '30', '--interval', '5ms', '--timeout', '100ms', '--json'];
    const { exitCode, stdout } = await runCli('probe', lossy, 'www.example.org', ...flags);
    const { outcomes } = JSON.parse(stdout) as { outcomes: Record<string, number> };
    expect(exitCode).toBe(1);
    expect(outcomes['timeout']).toBeGreaterThan(0);
    expect(countedOf(outcomes)).toEqual(['answered', 'timeout']);
    expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(30);
  });

  it('has null, not 0, where nothing was answered', async () => {
    const flags = ['--count', '3', '--interval', '5ms', '--json'];
    const { exitCode, stdout } = await runCli('probe', well, 'nowhere.example.org', ...flags);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      outcomes: { wrong_rcode: 3 },
      rttUs: { min: null, p50: null, p90: null, p99: null, p999: null, max: null, mean: null },
    });
  });

  it('takes the rcodes that it is told to expect', async () => {
    const flags = ['--count', '3', '--interval', '20ms', '--rcode', 'NXDOMAIN'];
    expect(await runCli('probe', well, '{random}.example.org', ...flags)).toMatchObject({ exitCode: 0 });
  });

  it('writes plain text without colour or bars where there is no terminal', async () => {
    const flags = ['--count', '5', '--interval', '5ms'];
    const { stdout, stderr } = await runCli('probe', well, 'www.example.org', ...flags);
    expect(stderr).toBe('');
    expect(stdout).toContain(`www.example.org A at ${well} over udp\n5 sent: 5 answered\n`);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toMatch(/[│█]/);
  });

  it('shows what was measured so far on Ctrl-C', async () => {
    const probe = startCli('probe', well, 'www.example.org', '--count', '100000', '--interval', '5ms', '--json');
    await untilAsked(20);
    probe.signal('SIGINT');
    const { exitCode, stdout } = await probe.done;
    const { sent, awaited, outcomes } = JSON.parse(stdout) as {
      sent: number;
      awaited: number;
      outcomes: { answered: number };
    };
    expect(exitCode).toBe(0);
    expect(sent).toBeGreaterThan(0);
    expect(outcomes.answered).toBe(sent - awaited);
  });

  it('reports what a dead resolver still owed on Ctrl-C', async () => {
    const probe = startCli('probe', dead, 'www.example.org', '--interval', '5ms', '--timeout', '60s', '--json');
    await untilAsked(20);
    probe.signal('SIGINT');
    const { exitCode, stdout } = await probe.done;
    const { sent, awaited, outcomes } = JSON.parse(stdout) as {
      sent: number;
      awaited: number;
      outcomes: Record<string, number>;
    };
    expect({ exitCode, outcomes: countedOf(outcomes) }).toEqual({ exitCode: 1, outcomes: [] });
    expect(sent).toBeGreaterThanOrEqual(20);
    expect(awaited).toBe(sent - (outcomes['prober_error'] ?? 0));
  });

  it.runIf(existsSync('/dev/full'))('says in one line that standard output is full, and ends with 3', async () => {
    const full = openSync('/dev/full', 'w');
    const { exitCode, stderr } = await startCliTo(full, 'probe', well, 'www.example.org', '--count', '1').done;
    closeSync(full);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 3,
      stderr: 'resolver-slo: write standard output: ENOSPC: no space left on device, write\n',
    });
  });

  it('is quiet where nobody reads on, and ends as it would have', async () => {
    const probe = startCli('probe', well, 'www.example.org', '--count', '1');
    probe.closeStdout();
    expect(await probe.done).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  it('measures several side by side: an array, in order, with what differs', async () => {
    const flags = ['--count', '60', '--interval', '10ms', '--timeout', '1s', '--compare', '--json'];
    const { exitCode, stdout } = await runCli('probe', `${well},${lossy},tcp:${well}`, 'www.example.org', ...flags);
    expect(exitCode).toBe(1);
    const results = JSON.parse(stdout) as { compare?: object; sent: number; outcomes: Record<string, number> }[];
    expect(results).toMatchObject([
      { resolver: well, transport: 'udp' },
      { resolver: lossy, transport: 'udp', compare: { to: well, failureDifference: { beyondNoise: true } } },
      { resolver: well, transport: 'tcp', connections: { reopened: 0 }, compare: { to: well } },
    ]);
    // A busy machine may be late to send, and only that.
    const [udp, , tcp] = results.map(({ outcomes }) => (outcomes['answered'] ?? 0) + (outcomes['prober_error'] ?? 0));
    expect([udp, tcp]).toEqual([60, 60]);
    expect(results[1]!.outcomes['timeout']).toBeGreaterThan(0);
    expect(results.map(({ sent }) => sent)).toEqual([60, 60, 60]);
    expect(results[0]).not.toHaveProperty('compare');
  });

  it('shows what a single reply said, as text and as JSON', async () => {
    const { exitCode, stdout } = await runCli('probe', well, 'www.example.org', '--count', '1');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^NOERROR {2}flags .*rd.*\n/m);
    expect(stdout).toMatch(/answer\n {2}www\.example\.org\. {2}\d+ {2}A {2}192\.0\.2\.1\n/);
    expect(stdout).toMatch(/^answered in .*, \d+ bytes, from port \d+$/m);
    const json = JSON.parse(
      (await runCli('probe', well, 'www.example.org', '--count', '1', '--json')).stdout,
    ) as object;
    expect(json).toMatchObject({ sent: 1, reply: { rcode: 'NOERROR', answers: [{ data: '192.0.2.1' }] } });
  });

  it('holds answers against what is expected', async () => {
    const probe = (...flags: string[]) => runCli('probe', well, 'www.example.org', '--count', '1', '--json', ...flags);
    expect(await probe('--expect-answer', '192.0.2.1', '--min-answers', '1')).toMatchObject({ exitCode: 0 });
    const wrong = await probe('--expect-answer', '192.0.2.10');
    expect(wrong.exitCode).toBe(1);
    expect(JSON.parse(wrong.stdout)).toMatchObject({
      outcomes: { wrong_answer: 1 },
      failures: [{ outcome: 'wrong_answer', rcode: 'NOERROR', qname: 'www.example.org.' }],
      reply: { answers: [{ data: '192.0.2.1' }] },
    });
  });

  it('writes every attempt to a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'probe-'));
    const file = join(folder, 'attempts.csv');
    const { exitCode } = await runCli(
      'probe',
      `${well},tcp:${well}`,
      'www.example.org',
      '--count',
      '5',
      '--interval',
      '5ms',
      '--attempts',
      file,
    );
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    rmSync(folder, { recursive: true });
    expect(exitCode).toBeLessThanOrEqual(1); // 1 where a busy machine was late to send
    expect(lines).toHaveLength(11);
    expect(lines.filter((line) => line.includes(`,tcp:${well},`))).toHaveLength(5);
  });

  it('ends with 3, and measures nothing, if that file cannot be written', async () => {
    const askedBefore = asked;
    const { exitCode, stderr } = await runCli('probe', well, 'www.example.org', '--attempts', '/nonexistent/a.csv');
    expect(exitCode).toBe(3);
    expect(stderr).toContain('resolver-slo probe: write /nonexistent/a.csv: ENOENT');
    expect(asked).toBe(askedBefore);
  });

  it.each([
    [
      ['192.0.2', 'a.org'],
      'RESOLVER must be an IPv4 or IPv6 address such as 192.0.2.53, or an https URL, found "192.0.2"',
    ],
    [['https://dns.example.org/dns-query', 'a.org'], '--address must say the address of dns.example.org'],
    [['127.0.0.1', '{random}.example.org', '--qps', '51'], '--max-random-qps 51'],
    [['127.0.0.1', 'a.org', '--method', 'put'], "argument 'put' is invalid"],
    [['127.0.0.1'], "missing required argument 'qname'"],
  ])('%j is wrong usage', async (argv, message) => {
    const { exitCode, stderr } = await runCli('probe', ...argv);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
