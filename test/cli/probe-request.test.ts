import { describe, expect, it } from 'vitest';

import type { ProbeFlags } from '../../src/cli/probe-flags.js';
import { probeRequest } from '../../src/cli/probe-request.js';
import { UsageError } from '../../src/cli/probe-values.js';

const FLAGS: ProbeFlags = {
  tcpFallback: true,
  timeout: '2s',
  maxRandomQps: '50',
  class: 'IN',
  recurse: true,
  nsid: true,
  rcode: 'NOERROR',
};

const request = (flags: Partial<ProbeFlags> = {}, qname = 'www.example.org', qtype = 'A', resolvers = '127.0.0.1') =>
  probeRequest(resolvers, qname, qtype, { ...FLAGS, ...flags });

describe('probeRequest()', () => {
  it('fills in the schedule, EDNS and the expectation', () => {
    expect(request()).toMatchObject({
      resolvers: [{ name: '127.0.0.1:53', maxQps: 10 }],
      query: {
        name: 'probe',
        qname: 'www.example.org',
        qtype: 'A',
        qclass: 'IN',
        rd: true,
        cd: false,
        edns: { udpSize: 1232, do: false, nsid: true },
        expect: { rcode: ['NOERROR'] },
      },
      count: 100,
      intervalMs: 100,
      timeoutMs: 2_000,
    });
  });

  it.each<[Partial<ProbeFlags>, object]>([
    [{ interval: '50us' }, { intervalMs: 0.05, count: 100 }],
    [{ qps: '4000' }, { intervalMs: 0.25, count: 100 }],
    [{ duration: '10s' }, { intervalMs: 100, count: 100 }],
    [
      { duration: '10s', qps: '1000' },
      { intervalMs: 1, count: 10_000 },
    ],
    [{ duration: '1ms' }, { count: 1 }],
    [
      { count: '1', interval: '60s', timeout: '60s' },
      { count: 1, intervalMs: 60_000, timeoutMs: 60_000 },
    ],
  ])('reads the schedule %j', (flags, expected) => {
    expect(request(flags)).toMatchObject(expected);
  });

  it('passes on everything about the query', () => {
    const flags = {
      class: 'ch',
      recurse: false,
      cd: true,
      dnssec: true,
      nsid: false,
      ecs: '192.0.2.0/24',
      cookie: true,
      padding: '128',
      mixedCase: true,
    };
    expect(request(flags, 'version.bind', 'txt').query).toMatchObject({
      qname: 'version.bind',
      qtype: 'TXT',
      qclass: 'CH',
      rd: false,
      cd: true,
      mixedCase: true,
      edns: { do: true, nsid: false, ecs: '192.0.2.0/24', cookie: true, padding: 128 },
    });
  });

  it('passes on everything that is expected', () => {
    const flags = {
      rcode: 'noerror, nxdomain',
      minAnswers: '2',
      expectAnswer: ['192.0.2.1', '192.0.2.2'],
      expectAny: ['192.0.2.1'],
      expectRegex: ['^192\\.'],
      expectFlags: 'ad,-tc',
    };
    expect(request(flags).query.expect).toEqual({
      rcode: ['NOERROR', 'NXDOMAIN'],
      minAnswers: 2,
      answers: ['192.0.2.1', '192.0.2.2'],
      answersAny: ['192.0.2.1'],
      answersRegex: ['^192\\.'],
      flags: { ad: true, tc: false },
    });
  });

  it.each<[Partial<ProbeFlags>, string]>([
    [{ count: '0' }, '--count must be a whole number from 1 to 10000000, found "0"'],
    [{ count: '1e3' }, '--count must be a whole number from 1 to 10000000, found "1e3"'],
    [{ count: '5', duration: '5s' }, 'give --count or --duration, not both'],
    [{ duration: '1d', interval: '50us' }, '--duration must be short enough for 10000000 attempts'],
    [{ interval: '100' }, '--interval must be a duration from 50us to 60s such as 250ms, found "100"'],
    [{ interval: '49us' }, '--interval must be a duration from 50us to 60s such as 250ms, found "49us"'],
    [{ qps: '20001' }, '--qps must be a whole number from 1 to 20000, found "20001"'],
    [{ qps: '5', interval: '1s' }, 'give --interval or --qps, not both'],
    [{ timeout: '2m' }, '--timeout must be a duration from 1ms to 60s such as 250ms, found "2m"'],
    [{ rcode: 'NOERROR,NOPE' }, '--rcode must name rcodes such as NOERROR,NXDOMAIN, found "NOPE"'],
    [{ ecs: '192.0.2.0/33' }, '--ecs must be an address prefix such as 192.0.2.0/24'],
    [{ padding: '0' }, '--padding must be a whole number from 1 to 4096, found "0"'],
    [{ minAnswers: 'x' }, '--min-answers must be a whole number from 0 to 1000, found "x"'],
    [{ expectRegex: ['('] }, '--expect-regex must be a regular expression in the syntax of RE2'],
    [{ expectFlags: 'ad,rd' }, '--expect-flags must name flags of aa, ad, ra, tc such as ad,-tc, found "rd"'],
    [{ class: 'XX' }, '--class must be a class such as IN or CH, found "XX"'],
    [{ compare: true }, '--compare needs several'],
    [{ attempts: '-' }, '--attempts must name a file, found "-"'],
  ])('refuses %j', (flags, message) => {
    expect(() => request(flags)).toThrow(UsageError);
    expect(() => request(flags)).toThrow(message);
  });

  it('refuses a name that cannot be asked for and an unknown type', () => {
    const long = `${'a'.repeat(64)}.org`;
    expect(() => request({}, long)).toThrow(
      new UsageError(`QNAME must be a domain name of labels of at most 63 bytes, found "${long}"`),
    );
    expect(() => request({}, 'münchen.example')).toThrow('QNAME must be a domain name of printable ASCII');
    expect(() => request({}, `{random}${'a'.repeat(48)}`)).toThrow(
      '({random} becomes 16 characters, {time} 10), found "',
    );
    expect(request({}, `{random}${'a'.repeat(47)}`).query.qname).toContain('{random}');
    for (const stray of ['{RANDOM}.example.org', '{foo}.example.org', 'a}.example.org']) {
      expect(() => request({}, stray)).toThrow(`only {random} and {time} stand in braces, found "${stray}"`);
    }
    expect(() => request({}, 'a.org', 'NOPE')).toThrow(
      'QTYPE must be a record type such as A, AAAA or TYPE65, found "NOPE"',
    );
    expect(() => request({}, 'a.org', 'axfr')).toThrow(
      'QTYPE must be a type that a resolver can be asked for, found "axfr"',
    );
    expect(request({}, '{random}.{time}.example.org').query.qname).toBe('{random}.{time}.example.org');
  });

  it('limits {random} over all resolvers, unless more is allowed, and however short the run', () => {
    const random = (flags: Partial<ProbeFlags>, resolvers?: string) => () =>
      request(flags, '{random}.example.org', 'A', resolvers);
    expect(random({ qps: '50' })).not.toThrow();
    expect(random({ qps: '51' })).toThrow('51 queries a second with {random} are more than 50');
    expect(random({ qps: '26' }, '192.0.2.1,192.0.2.2')).toThrow('--max-random-qps 52');
    expect(random({ qps: '1000', maxRandomQps: '1000' })).not.toThrow();
    expect(random({ qps: '60', count: '10' })).toThrow('--max-random-qps 60');
    expect(() => request({ qps: '20000' })).not.toThrow();
  });
});
