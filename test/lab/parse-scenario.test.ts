import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../src/domain/problem.js';
import { loadScenario } from '../../src/lab/load-scenario.js';
import { parseScenario } from '../../src/lab/parse-scenario.js';
import { WELL_SCENARIO } from '../../src/lab/scenario.js';

const problemsOf = (text: string) => parseScenario(text, 'lab.yaml').problems.map(formatProblem);

describe('parseScenario()', () => {
  it('reads every key', () => {
    const { scenario } = parseScenario(
      `
seed: 7
records:
  - { name: www.example.org, type: A, ttl: 1m, data: 192.0.2.1, secure: true }
resolvers:
  - name: ns1
    listen: "[::1]:5300"
    latency: { hit: { median: 400us, sigma: 0.5, min: 80us }, miss: { median: 18ms } }
    rhythm: 0.5
    loss: 0.01
faults:
  - { kind: delay, by: 50ms, probability: 0.5, resolvers: [ns1], qnames: "*.Example.org", at: 10s, for: 5s, every: 1m }
  - { kind: rcode, rcode: REFUSED, at: 0s, for: 1s }
past:
  - { kind: no-data, daysAgo: 3, at: 2h, for: 24h }
`,
      'lab.yaml',
    );
    expect(scenario).toEqual({
      seed: 7,
      records: [{ name: 'www.example.org', type: 'A', ttlSeconds: 60, data: '192.0.2.1', secure: true }],
      resolvers: [
        {
          name: 'ns1',
          listen: { host: '::1', port: 5300 },
          latency: {
            hit: { medianUs: 400, sigma: 0.5, minUs: 80 },
            miss: { medianUs: 18_000, sigma: 0, minUs: 0 },
          },
          rhythm: 0.5,
          loss: 0.01,
        },
      ],
      faults: [
        {
          effect: { kind: 'delay', byUs: 50_000 },
          probability: 0.5,
          resolvers: ['ns1'],
          qnames: ['*.example.org'],
          atMs: 10_000,
          forMs: 5_000,
          everyMs: 60_000,
        },
        {
          effect: { kind: 'rcode', rcode: 'REFUSED' },
          probability: 1,
          resolvers: null,
          qnames: null,
          atMs: 0,
          forMs: 1_000,
          everyMs: null,
        },
      ],
      past: [
        {
          effect: { kind: 'no-data' },
          probability: 1,
          resolvers: null,
          qnames: null,
          daysAgo: 3,
          atMs: 7_200_000,
          forMs: 86_400_000,
        },
      ],
    });
  });

  it('is well where it says nothing', () => {
    expect(parseScenario('', 'lab.yaml').scenario).toEqual(WELL_SCENARIO);
    expect(parseScenario('seed: 1', 'lab.yaml').scenario).toEqual(WELL_SCENARIO);
  });

  it('understands anchors', () => {
    const { scenario } = parseScenario(
      'resolvers:\n  - { name: a, latency: { hit: &h { median: 1ms }, miss: *h } }\n',
      'lab.yaml',
    );
    expect(scenario?.resolvers[0]?.latency.miss.medianUs).toBe(1_000);
  });

  it.each([
    ['sede: 1', 'lab.yaml:1:1: /sede: unknown key; known are seed, records, resolvers, faults, past'],
    ['seed:', 'lab.yaml:1:1: /seed: must be a whole number from 0 to 4294967295, found null'],
    ['seed: 1.5', 'lab.yaml:1:7: /seed: must be a whole number from 0 to 4294967295, found 1.5'],
    ['- a', 'lab.yaml:1:1: /: must be a mapping with the keys seed, records, resolvers, faults, past, found a list'],
    ['resolvers: []', 'lab.yaml:1:12: /resolvers: must hold at least one item, found an empty list'],
    ['resolvers: [{}]', 'lab.yaml:1:13: /resolvers/0: must have the key name'],
    [
      'resolvers: [{ name: a b }]',
      'lab.yaml:1:21: /resolvers/0/name: must be 1 to 63 letters, digits, dots, underscores or hyphens, found "a b"',
    ],
    [
      'resolvers: [{ name: a }, { name: a }]',
      'lab.yaml:1:26: /resolvers/1: must have a name of its own, found "a" twice',
    ],
    [
      'resolvers: [{ name: a, listen: "0.0.0.0:53" }]',
      'lab.yaml:1:32: /resolvers/0/listen: must be a loopback address and a port such as 127.0.0.1:5300 or [::1]:5300, found "0.0.0.0:53"',
    ],
    ['resolvers: [{ name: a, loss: 2 }]', 'lab.yaml:1:30: /resolvers/0/loss: must be a number from 0 to 1, found 2'],
    [
      'resolvers: [{ name: a, latency: { hit: { median: 5 } } }]',
      'lab.yaml:1:50: /resolvers/0/latency/hit/median: must be a duration such as 250ms, 5s or 1m, found 5',
    ],
    [
      'records: [{ name: a.org, type: A, data: 192.0.2 }]',
      'lab.yaml:1:41: /records/0/data: must be an IPv4 address for A, found "192.0.2"',
    ],
    [
      'records: [{ name: a.org, type: SPF, data: x }]',
      'lab.yaml:1:32: /records/0/type: must be one of A, AAAA, CNAME, MX, NS, PTR, SOA, TXT, found "SPF"',
    ],
    [
      'records: [{ name: a.org, type: TXT, ttl: 5ms, data: x }]',
      'lab.yaml:1:42: /records/0/ttl: must be whole seconds up to 2147483647, found 0.005 s',
    ],
    ['faults: [{ kind: delay, at: 0s, for: 1s }]', 'lab.yaml:1:10: /faults/0: must have the key by'],
    [
      'faults: [{ kind: silent, by: 1s, at: 0s, for: 1s }]',
      'lab.yaml:1:30: /faults/0/by: belongs to faults of the kind delay only',
    ],
    [
      'faults: [{ kind: silent, at: 0s, for: 5s, every: 1s }]',
      'lab.yaml:1:50: /faults/0/every: must not be shorter than `for`',
    ],
    [
      'faults: [{ kind: silent, resolvers: ns9, at: 0s, for: 5s }]',
      'lab.yaml:1:37: /faults/0/resolvers: must name resolvers of this scenario (lab), found "ns9"',
    ],
    ['faults: [{ kind: silent, at: 0s, for: 0s }]', 'lab.yaml:1:39: /faults/0/for: must be longer than nothing'],
    [
      'past: [{ kind: silent, daysAgo: 0, at: 25h, for: 1h }]',
      'lab.yaml:1:40: /past/0/at: must be a time of day, as the duration since midnight UTC: less than 24h',
    ],
  ])('says of %j what is wrong and where', (text, message) => {
    expect(problemsOf(text)).toContain(message);
  });

  it('finds all problems at once', () => {
    expect(problemsOf('seed: -1\nresolvers: 5\nfaults: [{ kind: rcode }]\n')).toHaveLength(5);
  });

  it('reports broken YAML at its place', () => {
    expect(problemsOf('seed: 1\nrecords: [')).toEqual([expect.stringMatching(/^lab\.yaml:2:\d+: \/: /)]);
    expect(problemsOf('seed: 1\nseed: 2\n')).toEqual([expect.stringMatching(/^lab\.yaml:2:1: \/: .*unique/)]);
  });
});

describe('loadScenario()', () => {
  it('reads the scenario of the demo without a problem', async () => {
    const { scenario, problems } = await loadScenario('demo/scenario.yaml');
    expect(problems).toEqual([]);
    expect(scenario?.resolvers.map(({ name }) => name)).toEqual(['ns1', 'ns2', 'ns3']);
  });

  it('agrees with the example of the reference page', async () => {
    const page = await readFile('docs/reference/lab-scenario.md', 'utf8');
    const example = /```yaml\n([^]*?)```/.exec(page)?.[1] ?? '';
    expect(example).toContain('resolvers:');
    expect(problemsOf(example)).toEqual([]);
  });

  it('says which file it could not read', async () => {
    await expect(loadScenario('demo/none.yaml')).rejects.toMatchObject({
      code: 'LAB_SCENARIO_UNREADABLE',
      message: expect.stringContaining('demo/none.yaml must be a readable file') as string,
    });
  });
});
