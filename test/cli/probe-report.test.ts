import { describe, expect, it } from 'vitest';

import { compareRounds } from '../../src/cli/probe-comparison.js';
import { probeJson } from '../../src/cli/probe-json.js';
import { probeText } from '../../src/cli/probe-report.js';
import type { ProbeReport, ProbeResult } from '../../src/cli/probe-result.js';
import { ProbeSummary } from '../../src/cli/probe-summary.js';
import { RoundLog } from '../../src/cli/round-log.js';
import type { ResolverDefinition } from '../../src/domain/probe-definition.js';
import type { AttemptResult } from '../../src/measure/attempt-result.js';
import { aRecord, dnsReply } from '../support/dns-reply.js';
import { dnsQueryBytes } from '../support/dns-query-bytes.js';
import { sampleQuery, sampleResolver } from '../support/dns-samples.js';
import { answeredIn, failedAs, sampleAttempt } from '../support/probe-attempts.js';

const UDP = sampleResolver({ name: '192.0.2.53:53', address: '192.0.2.53' });
const DOT = sampleResolver({ name: 'dot:192.0.2.53:853', address: '192.0.2.53', port: 853, transport: 'dot' });

function resultOf(
  resolver: ResolverDefinition,
  attempts: readonly AttemptResult[],
  more: Partial<ProbeResult> = {},
): ProbeResult {
  const summary = new ProbeSummary();
  for (const attempt of attempts) {
    summary.noteSent();
    summary.record(attempt);
  }
  return { resolver, summary, suspicious: 0, comparison: null, only: null, ...more };
}

function reportOf(...results: readonly ProbeResult[]): ProbeReport {
  const resolvers = results.map(({ resolver }) => resolver);
  const request = { resolvers, query: sampleQuery(), count: 20, intervalMs: 100, timeoutMs: 2_000 };
  return { request, clock: 'kernel', results };
}

const textOf = (report: ProbeReport, columns: number | null = null) =>
  probeText(report, { columns, paint: (_, text) => text });
const jsonOf = (report: ProbeReport) => JSON.parse(probeJson(report)) as Record<string, unknown>;

const twenty = Array.from({ length: 20 }, (_, index) => answeredIn(100 + index, { index }));
const opened = { isReopened: false, connectUs: 200, tlsUs: 900, queryUs: 100, certificateExpiresAtMs: 4e12 };
const overTls = twenty.map((attempt) => ({ ...attempt, rttUs: 1_200, connection: opened }));
const lossy = [
  ...twenty.slice(1),
  failedAs('timeout', { scheduledAtMs: Date.UTC(2026, 9, 1, 12), detail: 'nothing came' }),
];

describe('probeText()', () => {
  it('tells outcomes, figures and the clock; nothing else where nothing else happened', () => {
    expect(textOf(reportOf(resultOf(UDP, twenty)))).toBe(
      [
        'www.example.org A at 192.0.2.53:53 over udp',
        '20 sent: 20 answered',
        '',
        '              min      p50      p90      p99    p99.9      max     mean',
        'RTT        100 µs   109 µs   117 µs   119 µs   119 µs   119 µs   110 µs',
        'send lag              5 µs              5 µs              5 µs',
        '',
        'Receive times are the kernel’s.',
        '',
      ].join('\n'),
    );
  });

  it('has no p99 where attempts failed, says what the figures count, and tells the failure', () => {
    const text = textOf(reportOf(resultOf(UDP, lossy, { suspicious: 3 })));
    expect(text).toContain('20 sent: 19 answered, 1 timeout\n');
    expect(text).toMatch(/^RTT {8}101 µs {3}110 µs {3}118 µs {8}– {8}– {3}119 µs {3}110 µs$/m);
    expect(text).toContain('Percentiles count failures above every RTT');
    expect(text).toContain('3 suspicious datagrams ignored\n');
    expect(text).toContain('12:00:00.000 timeout  nothing came, from port 40000\n');
  });

  it('tells phases, connections and the certificate of streams', () => {
    const reopened = { ...overTls[0]!, connection: { ...opened, isReopened: true } };
    const text = textOf(reportOf(resultOf(DOT, [...overTls, reopened])));
    expect(text).toMatch(/^connect {4}200 µs {3}200 µs/m);
    expect(text).toMatch(/^TLS {8}900 µs {3}900 µs/m);
    expect(text).toMatch(/^query {6}100 µs {3}100 µs/m);
    expect(text).toContain(
      '21 connections opened, 1 because the other side had ended one; certificate expires 2096-10-02',
    );
    const expired = { ...overTls[0]!, connection: { ...opened, certificateExpiresAtMs: 0 } };
    expect(textOf(reportOf(resultOf(DOT, [expired])))).toMatch(/certificate expired 1970-01-01 \(\d+ days ago\)/);
  });

  it('tells the certificate of a single attempt too', () => {
    const textAt = (expiresAtMs: number): string => {
      const only = { ...overTls[0]!, connection: { ...opened, certificateExpiresAtMs: expiresAtMs } };
      return textOf(reportOf(resultOf(DOT, [only], { only })));
    };
    const soonMs = Date.now() + 8.5 * 86_400_000;
    const date = new Date(soonMs).toISOString().slice(0, 10);
    expect(textAt(soonMs)).toContain(`\ncertificate expires ${date} (in 8 days)\n`);
    expect(textAt(Date.now() - 1)).toContain('(1 day ago)\n');
    expect(textOf(reportOf(resultOf(UDP, [twenty[0]!], { only: twenty[0]! })))).not.toContain('certificate');
  });

  it('puts resolvers below each other, figure by figure', () => {
    const text = textOf(reportOf(resultOf(UDP, twenty), resultOf(DOT, overTls)));
    expect(text).toMatch(/^RTT .*min .*\n192\.0\.2\.53:53 {8}100 µs.*\ndot:192\.0\.2\.53:853 {2}1\.20 ms/m);
    expect(text).toMatch(/^TLS .*\ndot:192\.0\.2\.53:853 {3}900 µs/m);
  });

  it('says of each but the first how it differs', () => {
    const logs = [twenty, overTls].map((attempts) => {
      const log = new RoundLog(400);
      for (let round = 0; round < 400; round++) log.record(round, 'answered', attempts[round % 20]!.rttUs);
      return log;
    });
    const [, comparison] = compareRounds(logs);
    const report = reportOf(resultOf(UDP, twenty), resultOf(DOT, overTls, { comparison: comparison! }));
    expect(textOf(report)).toMatch(
      /Compared with 192\.0\.2\.53:53\ndot:192\.0\.2\.53:853\n {2}p50 +×11\.0 +slower.*\n {2}p90 .*\n {2}p99 +×10\.1 +too few attempts to say\n {2}failures \+0\.00 % +no difference\n/,
    );
    expect(JSON.parse(probeJson(report))).toMatchObject([
      { resolver: '192.0.2.53:53' },
      {
        resolver: '192.0.2.53:853',
        compare: { to: '192.0.2.53:53', ratio: { p50: { beyondNoise: true }, p99: { beyondNoise: null } } },
      },
    ]);
  });

  it.each([40, 60, 80, 120])('fits a terminal of %d columns, but for names', (columns) => {
    const doh = sampleResolver({
      name: 'https://dns.example.org/dns-query',
      transport: 'doh',
      doh: { authority: 'dns.example.org', path: '/dns-query', method: 'post' },
    });
    const report = reportOf(resultOf(UDP, lossy), resultOf(DOT, overTls), resultOf(doh, overTls, { suspicious: 1 }));
    const lines = textOf(report, columns).split('\n');
    const long = lines.filter((line) => line.length > columns && !line.includes(' at ') && !line.startsWith('https:'));
    expect(long).toEqual([]);
    expect(lines.some((line) => line.includes('█'))).toBe(true);
  });

  it('tells what was sent and still awaited when it was ended', () => {
    const cut = resultOf(UDP, twenty);
    for (let sent = 0; sent < 3; sent++) cut.summary.noteSent();
    const text = textOf(reportOf(cut));
    expect(text).toContain('23 sent: 20 answered\n3 still awaited when it was ended: no outcome, and in no figure\n');
    expect(jsonOf(reportOf(cut))).toMatchObject({ sent: 23, awaited: 3, outcomes: { answered: 20 } });
    const dead = resultOf(UDP, []);
    dead.summary.noteSent();
    expect(textOf(reportOf(dead))).toContain('1 sent: no outcome yet\n1 still awaited');
  });

  it.each([
    [[UDP], ['kernel'], 'Receive times are the kernel’s.'],
    [[DOT], ['user'], 'Receive times are this process’s.'],
    [[UDP, DOT], ['kernel', 'user'], 'Receive times of datagrams are the kernel’s, those of streams this process’s.'],
  ])('tells whose clock it was, which for streams is never the kernel’s (%#)', (resolvers, clocks, line) => {
    const report = reportOf(...resolvers.map((resolver) => resultOf(resolver, twenty)));
    expect(textOf(report).trimEnd().split('\n').at(-1)).toBe(line);
    const found = [JSON.parse(probeJson(report))].flat() as { clock: string }[];
    expect(found.map(({ clock }) => clock)).toEqual(clocks);
    expect(textOf({ ...report, clock: 'user' })).toContain('\nReceive times are this process’s.\n');
  });

  it('says no data where nothing was measured', () => {
    expect(textOf(reportOf(resultOf(UDP, [])), 80)).toMatch(/0 sent: no data\n[^█]*RTT {13}– {8}–/);
  });

  it('shows the reply to a single attempt', () => {
    const query = dnsQueryBytes('www.example.org');
    const reply = dnsReply(query, { answers: [aRecord('192.0.2.10')] });
    const only = sampleAttempt({ rttUs: 58, reply });
    const text = textOf(reportOf(resultOf(UDP, [only], { only })));
    expect(text).toMatch(/^NOERROR {2}flags /m);
    expect(text).toMatch(/answer\n {2}\S+ {2}\d+ {2}A {2}192\.0\.2\.10\n/);
    expect(text).toContain(`answered in 58 µs, ${String(reply.length)} bytes, from port 40000\n`);
    expect(text).not.toContain('p99');
    const silent = failedAs('timeout');
    expect(textOf(reportOf(resultOf(UDP, [silent], { only: silent })))).toContain('\ntimeout, from port 40000\n');
  });
});

describe('probeJson()', () => {
  it('keeps rttUs of the answered attempts, and has percentiles over all valid ones beside it', () => {
    const json = jsonOf(reportOf(resultOf(UDP, lossy)));
    expect(json).toMatchObject({
      resolver: '192.0.2.53:53',
      transport: 'udp',
      sent: 20,
      outcomes: { answered: 19, timeout: 1 },
      rttUs: { p50: 110, p99: 119 },
      percentilesUs: { p50: 110, p90: 118, p99: null, p999: null },
      failures: [{ time: '2026-10-01T12:00:00.000Z', outcome: 'timeout', detail: 'nothing came', rttUs: null }],
    });
    expect(json).not.toHaveProperty('phasesUs');
  });

  it('tells the name that the certificate must bear, of TLS only; the text has that of a URL too', () => {
    const doh = { authority: 'dns.example.org:8443', path: '/q', method: 'post' } as const;
    const url = { ...DOT, name: 'https://dns.example.org:8443/q', transport: 'doh', doh } as const;
    const named = { ...url, tlsName: 'other.example.org' };
    const found = [UDP, DOT, { ...DOT, tlsName: 'dns.example.org' }, url, named].map((resolver) =>
      jsonOf(reportOf(resultOf(resolver, overTls))),
    );
    expect(found.map(({ tlsName }) => tlsName)).toEqual([
      undefined,
      null,
      'dns.example.org',
      'dns.example.org',
      'other.example.org',
    ]);
    expect(found[2]).toMatchObject({ resolver: '192.0.2.53:853' });
    expect(textOf(reportOf(resultOf(named, overTls)))).toContain(
      ' over doh (192.0.2.53, TLS name other.example.org)\n',
    );
    expect(textOf(reportOf(resultOf(url, overTls)))).toContain(' over doh (192.0.2.53)\n');
  });

  it('has phases and connections of streams, and the reply of a single attempt', () => {
    const only = overTls[0]!;
    expect(jsonOf(reportOf(resultOf(DOT, [only], { only })))).toMatchObject({
      phasesUs: { connect: { p50: 200 }, tls: { p50: 900 }, query: { p50: 100 } },
      connections: { opened: 1, reopened: 0, certificateExpiresAt: '2096-10-02T07:06:40.000Z' },
      reply: null,
    });
  });

  it('has null for the end of an interval beyond every RTT', () => {
    const estimate = { value: null, interval: [2, Infinity], isBeyondNoise: true } as const;
    const comparison = { ratios: { p50: estimate, p90: estimate, p99: estimate }, failureDifference: estimate };
    const [, json] = JSON.parse(probeJson(reportOf(resultOf(UDP, twenty), resultOf(DOT, lossy, { comparison })))) as {
      compare: unknown;
    }[];
    expect(json!.compare).toMatchObject({ ratio: { p50: { value: null, interval: [2, null], beyondNoise: true } } });
  });
});
