import { encode } from 'dns-packet';
import { describe, expect, it } from 'vitest';

import { failuresCommand } from '../../src/cli/failures.js';
import type { FailureEvidence } from '../../src/domain/failure-evidence.js';
import type { FailureQuery } from '../../src/domain/failure-reader.js';
import type { KeptFailures } from '../../src/publish/admin/failure-json.js';
import { seriesNamed } from '../support/cell-samples.js';
import { aRecord, dnsReply } from '../support/dns-reply.js';
import { failureAt, failureQuery, timeoutAt } from '../support/failure-samples.js';

const NOW_MS = Date.UTC(2026, 9, 1, 10, 30);
const T0 = Date.UTC(2026, 9, 1, 10);

/** Runs the command over these failures; what it printed and what it asked for. */
async function run(failures: readonly FailureEvidence[], ...args: readonly string[]) {
  return runOn({ failures, losses: [] }, ...args);
}

async function runOn({ failures, losses }: KeptFailures, ...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const asked: FailureQuery[] = [];
  let closed = 0;
  const command = failuresCommand({
    open: () =>
      Promise.resolve({
        failures: (query) => Promise.resolve((asked.push(query), failures)),
        failureLosses: () => Promise.resolve(losses),
        series: () => Promise.resolve([seriesNamed('ns1'), { ...seriesNamed('ns2'), probe: 'other' }]),
        close: () => {
          closed++;
        },
      }),
    clock: { nowMs: () => NOW_MS },
    stdout: { isTTY: false, write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    env: {},
  });
  command.exitOverride().configureOutput({ writeErr: (text) => err.push(text) });
  await command.parseAsync(['node', 'failures', ...args]);
  return { out: out.join(''), err: err.join(''), asked, closed };
}

const query = encode({ id: 7, type: 'query', questions: [{ type: 'A', name: 'www.example.org' }] });

describe('failures', () => {
  it('says that none are kept, and closes the store', async () => {
    expect(await run([])).toMatchObject({ out: 'no failures are kept\n', closed: 1 });
    expect(JSON.parse((await run([], '--json')).out)).toEqual({ failures: [], losses: [] });
  });

  it('says what is not kept, by resolver, and since when nothing is missing', async () => {
    const gone = { series: seriesNamed('ns1'), outcome: 'timeout', pushedOut: 1_200, expired: 0, lastMs: T0 } as const;
    const old = { ...gone, outcome: 'wrong_rcode', pushedOut: 3, expired: 1, lastMs: T0 - 1_000 } as const;
    const expired = { ...gone, series: seriesNamed('ns2'), pushedOut: 0, expired: 2 } as const;
    const { out } = await runOn({ failures: [], losses: [gone, old, expired] });
    expect(out).toBe(
      [
        'no failures are kept',
        'public / ns1: 1203 failures had to make room (1200 timeout, 3 wrong_rcode), 1 failure expired (1 wrong_rcode); complete since 2026-10-01T10:00:00Z',
        'public / ns2: 2 failures expired (2 timeout); complete since 2026-10-01T10:00:00Z',
        '',
      ].join('\n'),
    );
    const some = await runOn({ failures: [timeoutAt(T0)], losses: [gone] });
    expect(some.out).toMatch(/\n\npublic \/ ns1: 1200 failures had to make room/);
  });

  it.each([
    [
      ['--resolver', 'ns12'],
      'no resolver is named "ns12", neither in the configuration nor in the store (did you mean "ns1"?)',
    ],
    [
      ['--probe', 'elsewhere', '--vantage', 'osaka'],
      'no vantage is named "osaka", neither in the configuration nor in the store; no probe is named "elsewhere"',
    ],
    [['--probe', 'other', '--resolver', 'ns1'], 'no series has probe "other" and resolver "ns1"'],
  ])('refuses names of nothing: %j', async (args, message) => {
    const { out, err, asked, closed } = await run([], ...args);
    expect([out, asked, closed, process.exitCode]).toEqual(['', [], 1, 1]);
    expect(err).toContain(`resolver-slo failures: ${message}`);
    process.exitCode = undefined;
  });

  it('gives a line to each failure, and says from which instance and ports they came', async () => {
    const failures = [
      failureAt(T0 + 3000, { rttUs: 1234 }),
      failureAt(T0 + 2000, { localPort: 40_005 }),
      failureAt(T0 + 1500),
      timeoutAt(T0 + 1000, { localPort: 40_009 }),
      timeoutAt(T0, { series: seriesNamed('ns2'), localPort: null, detail: 'no acceptable reply' }),
    ];
    expect((await run(failures)).out).toBe(
      [
        'TIME (UTC)               PROBE   RESOLVER  QUERY  OUTCOME      RTT      PORT   NSID   WHAT',
        '2026-10-01 10:00:03.000  public  ns1       www    wrong_rcode  1.23 ms  40001  pop-3  SERVFAIL; EDE 22 (no reachable authority)',
        '2026-10-01 10:00:02.000  public  ns1       www    wrong_rcode  1.23 ms  40005  pop-3  SERVFAIL; EDE 22 (no reachable authority)',
        '2026-10-01 10:00:01.500  public  ns1       www    wrong_rcode  1.23 ms  40001  pop-3  SERVFAIL; EDE 22 (no reachable authority)',
        '2026-10-01 10:00:01.000  public  ns1       www    timeout      –        40009  –      –',
        '2026-10-01 10:00:00.000  public  ns2       www    timeout      –        –      –      no acceptable reply',
        '',
        'public / ns1: 3 of 4 from nsid=pop-3; source ports 40001 (2), 40005, 40009',
        '',
      ].join('\n'),
    );
  });

  it('names at most eight ports and instances, the most frequent first', async () => {
    const failures = Array.from({ length: 30 }, (_, index) =>
      timeoutAt(T0 + index, { localPort: index < 12 ? 41_000 : 42_000 + index }),
    );
    const { out } = await run(failures);
    expect(out).toContain('30 failures, none with an NSID; source ports 41000 (12), 42012,');
    expect(out).toContain('42018, 11 more\n');
  });

  it('shows all that is kept of a single failure: decoded by section, and in hex', async () => {
    const bytes = dnsReply(query, {
      rcode: 2,
      answers: [aRecord('192.0.2.10')],
      authorities: [{ type: 'NS', name: 'example.org', ttl: 60, data: 'ns.example.org' }],
      options: [
        { code: 3, data: Buffer.from('pop-3') },
        { code: 15, data: Buffer.from('0016676f6e65', 'hex') },
      ],
    });
    const steps = [
      { resolver: 'ns1', outcome: 'timeout', rcode: null, elapsedUs: 5_000_000 },
      { resolver: 'ns2', outcome: 'wrong_rcode', rcode: 'SERVFAIL', elapsedUs: 1234 },
    ] as const;
    const { out } = await run([failureAt(T0, { bytes, byteCount: bytes.length, steps })]);
    const lines = out.split('\n').map((line) => line.trim());
    expect(lines).toEqual(
      expect.arrayContaining([
        '2026-10-01T10:00:00.000Z  wrong_rcode  public / ns1 / www, seen from tokyo',
        'asked  www.example.org. A, udp to 192.0.2.53:53 from port 40001',
        'sent   250 µs after its time',
        `reply  ${String(bytes.length)} bytes after 1.23 ms`,
        'what   SERVFAIL; EDE 22 (no reachable authority)',
        'step 1  ns1: timeout, 5.00 s',
        'step 2  ns2: wrong_rcode SERVFAIL, 1.23 ms',
        ';; id 7, opcode 0, rcode SERVFAIL, flags qr rd ra',
        ';; EDNS version 0, UDP size 1232',
        ';; NSID pop-3',
        ';; EDE 22: gone',
        ';; question',
        'www.example.org. IN A',
        ';; answer',
        'www.example.org. 300 IN A 192.0.2.10',
        ';; authority',
        'example.org. 60 IN NS ns.example.org.',
      ]),
    );
    const hex = lines.flatMap((line) => /^[0-9a-f]{4} {2}((?:[0-9a-f]{2} ?)+) /.exec(line)?.[1] ?? []);
    expect(hex.join(' ').replaceAll(' ', '')).toBe(bytes.toString('hex'));
  });

  it('says of a reply that is cut or no message why it is not decoded', async () => {
    const cut = { bytes: new Uint8Array(4096), byteCount: 64_000 };
    expect((await run([failureAt(T0, cut)])).out).toContain(';; only the first 4096 of 64000 bytes are kept');
    const garbage = { bytes: new Uint8Array(3), byteCount: 3, reply: null };
    expect((await run([failureAt(T0, garbage)])).out).toContain(';; not a DNS message');
  });

  it.each([
    [{ phase: 'connect' }, 'while connecting'],
    [{ phase: 'tls' }, 'in the TLS handshake'],
    [{ phase: 'query' }, 'while awaiting the reply'],
    [{ phase: 'connect', outcome: 'network_error', detail: 'ECONNREFUSED' }, 'while connecting: ECONNREFUSED'],
    [{ phase: 'tls', outcome: 'tls_error', detail: 'certificate has expired' }, 'certificate has expired'],
    [{ phase: 'connect', transport: 'udp' }, 'while connecting over TCP'],
  ] as const)('says in which part of an attempt over a stream it failed (%o)', async (more, what) => {
    const failure = timeoutAt(T0, { transport: 'dot', ...more });
    expect((await run([failure])).out).toContain(`\n  what   ${what}\n`);
    expect((await run([failure, failure])).out).toMatch(new RegExp(`  40001  –     ${what}\n`));
  });

  it('--verbose shows all of each', async () => {
    const { out } = await run([failureAt(T0), timeoutAt(T0)], '--verbose');
    expect(out.match(/^ {2}asked/gm)).toHaveLength(2);
    expect(out).toContain('reply  none');
    expect(out).toContain('1 of 2 from nsid=pop-3');
  });

  it('lets nothing from the network reach the terminal unescaped', async () => {
    const evil = '\u001b[2J\u0007\u202eevil\r\n';
    const reply = { rcode: 'SERVFAIL', flags: [], answerCount: 0, nsid: evil, ede: [{ code: 0, text: evil }] };
    const bytes = dnsReply(query, {
      answers: [{ type: 'TXT', name: 'www.example.org', ttl: 1, data: evil }],
      options: [{ code: 3, data: Buffer.from(evil) }],
    });
    const failure = failureAt(T0, { reply, qname: evil, detail: evil, bytes, byteCount: bytes.length });
    for (const { out } of [await run([failure]), await run([failure, failure]), await run([failure], '--verbose')]) {
      expect(out).toContain('evil');
      expect(out.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      expect(out).not.toMatch(/^evil|^\s*$\n\s*$/m);
    }
  });

  it('gives JSON as the admin API does', async () => {
    const { failures } = JSON.parse((await run([failureAt(T0)], '--json')).out) as { failures: object[] };
    expect(failures).toMatchObject([
      { resolver: 'ns1', scheduledAt: '2026-10-01T10:00:00.000Z', bytes: '1234818200010000' },
    ]);
  });

  it('asks for what is wanted', async () => {
    const named = ['--probe', 'public', '--resolver', 'ns1', '--query', 'www', '--vantage', 'tokyo'];
    const { asked } = await run([], ...named, '--outcome', 'timeout', '--since', '15m', '--limit', '3');
    const names = { probe: 'public', resolver: 'ns1', query: 'www', vantage: 'tokyo' } as const;
    expect(asked).toEqual([{ ...names, outcome: 'timeout', sinceMs: NOW_MS - 15 * 60_000, limit: 3 }]);
    expect((await run([], '--since', '2026-10-01T10:00')).asked).toEqual([failureQuery({ sinceMs: T0, limit: 50 })]);
  });

  it.each([
    [['--outcome', 'answered'], 'Allowed choices are wrong_rcode, wrong_answer'],
    [['--since', 'soon'], 'a duration such as 15m'],
    [['--limit', '0'], '1 to 10000 is required'],
    [['--limit', 'all'], '1 to 10000 is required'],
  ])('refuses %j', async (args, message) => {
    await expect(run([], ...args)).rejects.toThrow(message);
  });
});
