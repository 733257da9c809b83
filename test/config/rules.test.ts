import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { loadConfig } from '../../src/config/load-config.js';
import { configFolder, PROBE, slo } from '../support/config-folder.js';

const STORE = 'store: { sqlite: data/slo.db }\nprobes: ["p*.yaml"]\nslos: ["s*.yaml"]\n';

function problems(files: Readonly<Record<string, string>>, main = ''): readonly string[] {
  const folder = configFolder({ 'resolver-slo.yaml': STORE + main, ...files });
  const { problems: found } = loadConfig({ file: join(folder, 'resolver-slo.yaml'), env: {}, hostName: 'here' });
  return found.map(({ severity, message }) => `${severity}: ${message.replaceAll(`${folder}/`, '')}`);
}

const probe = (name: string, rest: string) => `probe: ${name}\n${rest}`;

describe('probeNames', () => {
  it('refuses two files that define one probe', () => {
    expect(problems({ 'p1.yaml': PROBE, 'p2.yaml': PROBE })).toContain(
      'error: two probes have the name "public": the other one is at p1.yaml:1',
    );
  });
});

describe('resolverQps', () => {
  const at = (every: string, maxQps: number) =>
    `every: ${every}\nresolvers: [{ name: a, address: 192.0.2.1, maxQps: ${String(maxQps)} }]\nqueries: [{ name: q, qname: example.org }]\n`;

  it('adds the probes of one address and port, and the canary', () => {
    const files = { 'p1.yaml': probe('one', at('100ms', 20)), 'p2.yaml': probe('two', at('100ms', 20)) };
    expect(problems(files)).toEqual([]);
    expect(problems(files, 'canary: [192.0.2.1]\n')).toEqual([
      'error: 192.0.2.1:53 would get 30 queries a second (10 by probe one, 10 by probe two, 10 as canary), more than its maxQps 20: ask less often, or raise maxQps',
    ]);
    expect(problems(files, 'canary: [192.0.2.1:5353]\n')).toEqual([]);
  });

  it('allows exactly maxQps', () => {
    expect(problems({ 'p1.yaml': probe('one', at('10ms', 100)) })).toEqual([]);
    expect(problems({ 'p1.yaml': probe('one', at('10ms', 99)) })).toHaveLength(1);
  });
});

describe('randomQps', () => {
  it('counts a parent over probes, whatever its case', () => {
    const random = (name: string, qname: string) =>
      probe(
        name,
        `every: 30ms\nresolvers: [{ name: a, address: 192.0.2.1 }]\nqueries: [{ name: q, qname: "${qname}" }]\n`,
      );
    const other = random('two', '{random}.EXAMPLE.org.');
    expect(problems({ 'p1.yaml': random('one', '{random}.example.org'), 'p2.yaml': other })[0]).toMatch(
      /names below example\.org would be asked for 66\.667 times a second/,
    );
    expect(problems({ 'p1.yaml': random('one', '{random}.example.net'), 'p2.yaml': other })).toEqual([]);
  });
});

describe('mackerelNames', () => {
  const dotted = PROBE.replace('probe: public', 'probe: a.b');
  const hyphen = PROBE.replace('probe: public', 'probe: a-b');

  it('refuses names that are one name in Mackerel, only where Mackerel is configured', () => {
    const files = { 'p1.yaml': hyphen, 'p2.yaml': dotted };
    expect(problems(files)).toEqual([]);
    const found = problems(files, 'mackerel: { apiKey: k, service: dns }\n');
    expect(found).toHaveLength(4);
    expect(found[0]).toBe(
      'error: series a-b/ns1/www and a.b/ns1/www would both be "a-b.ns1.www" in Mackerel, where "." in a name becomes "-": rename one',
    );
  });
});

describe('retentionCovers', () => {
  it.each([
    ['retention: { minutes: 29d, hours: 29d }\n', []],
    [
      'retention: { minutes: 28d, hours: 400d }\n',
      [
        'error: a window of 4w is read to the minute: set retention.minutes to at least 29d (it is 28d), or choose a shorter window',
      ],
    ],
    ['retention: { minutes: 100d }\nhttp: { public: { timeZone: Asia/Kolkata } }\n', []],
    ['retention: { minutes: 29d, hours: 91d }\nhttp: { public: { timeZone: America/New_York } }\n', []],
  ])('judges %j', (main, expected) => {
    expect(problems({ 's.yaml': slo() }, main)).toEqual(expected);
  });

  it.each([
    ['99d', ''],
    ['100d', 'set retention.minutes to at least 101d (it is 100d)'],
    ['1Y', 'set retention.minutes to at least 366d (it is 100d)'],
  ])('holds a window of %s against the minutes kept by default', (duration, expected) => {
    const found = problems({ 's.yaml': slo().replace('duration: 4w', `duration: ${duration}`) });
    expect(found).toHaveLength(expected === '' ? 0 : 1);
    expect(found.join('')).toContain(expected);
  });

  it('sees half hours that only summer time brings', () => {
    const main = 'retention: { minutes: 30d }\nhttp: { public: { timeZone: Australia/Lord_Howe } }\n';
    expect(problems({}, main)[0]).toMatch(/90 days of Australia\/Lord_Howe/);
  });
});

describe('alertsThatNeverFire', () => {
  it('warns below the objective at which a total outage is too slow', () => {
    expect(problems({ 's.yaml': slo({ target: 0.93 }) })).toEqual([]);
    expect(problems({ 's.yaml': slo({ target: 0.92 }) })).toEqual([
      'warning: with this objective a total outage burns too slowly for the default alerts fast-burn: they are left out',
    ]);
  });
});

describe('oneRoundPages', () => {
  const minute = PROBE.replace('every: 5s', 'every: 1m');
  const withMinFailures = (value: number) =>
    slo().replace(
      '{ name: availability }',
      `{ name: availability, annotations: { resolver-slo/min-failures: "${String(value)}" } }`,
    );

  it('warns where min-failures is off and rounds are rare', () => {
    expect(problems({ 'p.yaml': minute, 's.yaml': withMinFailures(0) })[0]).toMatch(
      /^warning: at 60 rounds an hour one lost round sets off fast-burn/,
    );
    expect(problems({ 'p.yaml': minute, 's.yaml': withMinFailures(1) })).toEqual([]);
    expect(problems({ 'p.yaml': PROBE, 's.yaml': withMinFailures(0) })).toEqual([]);
  });
});
