import { symlinkSync } from 'node:fs';
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

describe('notifyTargets', () => {
  const found = (settings: string) =>
    problems({}, `notify:\n  - { name: ops, webhook: "https://hooks.example.org/", ${settings} }\n`);

  it('warns of what a target asks for and will not be told', () => {
    expect(found('format: grafana, events: [alert, maintenance]')).toEqual([
      'warning: target "ops" asks for maintenance, which is no alert: in format grafana it is not sent',
    ]);
    expect(found('format: slack, events: [alert, maintenance]')).toEqual([]);
    expect(found('events: [incident], criticalOnly: true')).toEqual([
      'warning: target "ops" asks for no alerts: "criticalOnly" leaves nothing out',
    ]);
    expect(found('events: [incident, alert], criticalOnly: true')).toEqual([]);
  });
});

describe('coldConnections', () => {
  const MOST = "of Linux's usual 28232 each is taken for 60 s, so that above 470 a second attempts become prober_error";
  const REMEDY = 'take reuse: warm, or ask less often';
  const queries = (count: number) =>
    Array.from({ length: count }, (_, i) => `{ name: q${String(i)}, qname: example.org }`).join(', ');
  /** 100 queries a second by each query. */
  const asked = (resolvers: readonly string[], count: number, name = 'one') => ({
    [`p-${name}.yaml`]: probe(
      name,
      `every: 10ms\nresolvers: [${resolvers.map((each, i) => `{ name: ${name}${String(i)}, maxQps: 100000, ${each} }`).join(', ')}]\nqueries: [${queries(count)}]\n`,
    ),
  });

  it('warns of more new connections than there are ports', () => {
    expect(problems(asked(['address: 192.0.2.1, transport: tcp'], 4))).toEqual([]);
    expect(problems(asked(['address: 192.0.2.1, transport: tcp'], 5))).toEqual([
      `warning: 500 new connections a second to 192.0.2.1:53 would use up the ports: ${MOST}; ${REMEDY}`,
    ]);
    expect(problems(asked(['address: "2001:db8::1", transport: dot'], 5))).toEqual([
      `warning: 500 new connections a second to [2001:db8::1]:853 would use up the ports: ${MOST}; ${REMEDY}`,
    ]);
  });

  it('adds probes that ask the same address and port, and nothing else', () => {
    const both = (port: number) => ({
      ...asked(['address: 192.0.2.1, transport: tcp'], 3),
      ...asked([`address: 192.0.2.1, transport: tcp, port: ${String(port)}`], 2, 'two'),
    });
    expect(problems(both(53)).length).toBe(1);
    expect(problems(both(5353))).toEqual([]);
    const udpToo = asked(['address: 192.0.2.1, transport: tcp', 'address: 192.0.2.1'], 4);
    expect(problems(udpToo)).toEqual([]);
  });

  it('adds all that is sent from one address that is given, and counts every such address apart', () => {
    const from = (source: string, address: string) => `address: ${address}, transport: tcp, source: ${source}`;
    const own = asked([from('192.0.2.9', '192.0.2.1'), from('192.0.2.9', '192.0.2.2')], 3);
    expect(problems(own)).toEqual([
      `warning: 600 new connections a second from 192.0.2.9 would use up the ports: ${MOST}; ${REMEDY}`,
    ]);
    expect(problems(asked([from('127.0.0.9', '127.0.0.1')], 5)).length).toBe(1);
    expect(problems(asked([from('192.0.2.9', '192.0.2.1'), from('192.0.2.8', '192.0.2.1')], 3))).toEqual([]);
  });

  it.each([
    'address: 192.0.2.1',
    'address: 192.0.2.1, transport: tcp, reuse: warm',
    'address: 127.0.0.1, transport: tcp',
  ])('has nothing against %s', (resolver) => {
    expect(problems(asked([resolver], 10))).toEqual([]);
  });
});

describe('resolverQps', () => {
  const at = (every: string, maxQps: number) =>
    `every: ${every}\nresolvers: [{ name: a, address: 192.0.2.1, maxQps: ${String(maxQps)} }]\nqueries: [{ name: q, qname: example.org }]\n`;

  it('adds the probes of one address and port, and the canary', () => {
    const files = { 'p1.yaml': probe('one', at('100ms', 20)), 'p2.yaml': probe('two', at('100ms', 20)) };
    expect(problems(files)).toEqual([]);
    expect(problems(files, 'canary: [192.0.2.1]\n')).toEqual([
      'error: 192.0.2.1:53 would get 30 queries a second (10 by probe one as a, 10 by probe two as a, 10 as canary), more than its maxQps 20: ask less often, or raise maxQps',
    ]);
    expect(problems(files, 'canary: [192.0.2.1:5353]\n')).toEqual([]);
  });

  it('counts a stub with the resolvers of its list only', () => {
    const rest = (maxQps: number) =>
      `every: 100ms\nresolvers: [{ name: a, address: 192.0.2.1, maxQps: ${String(maxQps)} }, { name: b, address: 192.0.2.2, maxQps: 10 }]\nqueries: [{ name: q, qname: example.org }]\nstub: [{ name: stub-a, resolvers: [a] }]\n`;
    expect(problems({ 'p1.yaml': probe('one', rest(30)) })).toEqual([]);
    expect(problems({ 'p1.yaml': probe('one', rest(29)) })).toEqual([
      'error: 192.0.2.1:53 would get 30 queries a second (10 by probe one as a, 20 by stubs of probe one), more than its maxQps 29: ask less often, or raise maxQps',
    ]);
  });

  it('counts a stub as if all its queries were in vain, and a control', () => {
    const rest = (maxQps: number) =>
      `every: 100ms\nresolvers: [{ name: a, address: 192.0.2.1, maxQps: ${String(maxQps)} }, { name: b, address: 192.0.2.2 }]\nqueries: [{ name: q, qname: example.org, control: 192.0.2.1 }]\nstub: [{ name: stub, attempts: 2 }, { name: stub-3, attempts: 3 }]\n`;
    expect(problems({ 'p1.yaml': probe('one', rest(70)) })).toEqual([]);
    expect(problems({ 'p1.yaml': probe('one', rest(69)) })).toEqual([
      'error: 192.0.2.1:53 would get 70 queries a second (10 by probe one as a, 50 by stubs of probe one, 10 as control of probe one), more than its maxQps 69: ask less often, or raise maxQps',
    ]);
  });

  it('does not ask an authority more than 200 times a second as a control', () => {
    const queries = ['a', 'b', 'c'].map((name) => `{ name: ${name}, qname: ${name}.example.org, control: 192.0.2.9 }`);
    const rest = `every: 10ms\nresolvers: [{ name: a, address: 192.0.2.1, maxQps: 1000 }]\nqueries: [${queries.join(', ')}]\n`;
    expect(problems({ 'p1.yaml': probe('one', rest) })).toEqual([
      'error: 192.0.2.9:53 would get 300 queries a second (300 as control of probe one), more than the 200 that a control may get: ask less often',
    ]);
  });

  it('allows exactly maxQps, thirds of a second too', () => {
    const thirds = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `{ name: ${name}, qname: example.org }`);
    const rest = `every: 30ms\nresolvers: [{ name: a, address: 192.0.2.1, maxQps: 700 }]\nqueries: [${thirds.join(', ')}]\n`;
    const files = Object.fromEntries(['1', '2', '3'].map((n) => [`p${n}.yaml`, probe(`p${n}`, rest)]));
    expect(problems(files)).toEqual([]);
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

describe('randomQps with stubs and controls', () => {
  it('counts every query that may reach the zone', () => {
    const rest = (most: number) =>
      `every: 1s\nresolvers: [{ name: a, address: 192.0.2.1 }, { name: b, address: 192.0.2.2 }]\nqueries: [{ name: q, qname: "{random}.example.org", control: 192.0.2.9, maxRandomQps: ${String(most)} }]\nstub: {}\n`;
    expect(problems({ 'p1.yaml': probe('one', rest(7)) })).toEqual([]);
    expect(problems({ 'p1.yaml': probe('one', rest(6)) })[0]).toMatch(/would be asked for 7 times a second/);
  });
});

describe('stubResolvers', () => {
  const with_ = (count: number, stub: string) => {
    const resolvers = Array.from({ length: count }, (_, i) => `{ name: r${String(i)}, address: 192.0.2.${String(i)} }`);
    return `every: 5s\nresolvers: [${resolvers.join(', ')}]\nqueries: [{ name: q, qname: example.org }]\n${stub}`;
  };

  it('warns that a client reads no more than three', () => {
    expect(problems({ 'p1.yaml': probe('one', with_(4, 'stub: {}\n')) })).toEqual([
      'warning: of 4 resolvers glibc reads the first three: here all of them are asked; name those of a client\'s list as "resolvers" of the stub to see what clients see',
    ]);
    const named = 'stub: { resolvers: [r3, r1] }\n';
    expect(problems({ 'p1.yaml': probe('one', with_(4, named)) })).toEqual([]);
    expect(problems({ 'p1.yaml': probe('one', with_(3, 'stub: {}\n')) })).toEqual([]);
    expect(problems({ 'p1.yaml': probe('one', with_(4, '')) })).toEqual([]);
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
      'warning: with this objective a total outage burns too slowly for fast-burn: left out of the default alerts',
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
      /^warning: with rounds every 1m one lost round sets off fast-burn/,
    );
    expect(problems({ 'p.yaml': minute, 's.yaml': withMinFailures(1) })).toEqual([]);
    expect(problems({ 'p.yaml': PROBE, 's.yaml': withMinFailures(0) })).toEqual([]);
  });
});

describe('exportFolder', () => {
  const exportTo = (dir: string) => `http: { public: { export: { dir: ${dir} } } }\n`;

  it('accepts a folder that is not there yet, that is empty, or that was exported to before', () => {
    expect(problems({}, exportTo('out/site'))).toEqual([]);
    expect(problems({ 'out/.resolver-slo-export.json': '{}', 'out/index.html': '' }, exportTo('out'))).toEqual([]);
  });

  it('refuses folders that hold the configuration or the database, whichever way they are named', () => {
    const configuration = 'error: must be a folder of its own: the configuration is in it';
    for (const dir of ['.', './', '..', '/', 'out/..']) expect(problems({}, exportTo(dir))).toEqual([configuration]);
    expect(problems({}, exportTo('data'))).toEqual(['error: must be a folder of its own: the database is in it']);
    expect(problems({}, exportTo('data/site'))).toEqual([]);
    const folder = configFolder({ 'site/resolver-slo.yaml': STORE + exportTo('../link') });
    symlinkSync(join(folder, 'site'), join(folder, 'link'));
    const { problems: found } = loadConfig({ file: join(folder, 'site/resolver-slo.yaml'), env: {}, hostName: 'here' });
    expect(found.map(({ message }) => message)).toEqual(['must be a folder of its own: the configuration is in it']);
  });

  it('warns of what stands in its way now, for which no command must fail', () => {
    expect(problems({ 'out/thesis.doc': '' }, exportTo('out'))).toEqual([
      'warning: must be an empty folder, or one that was exported to before, found thesis.doc; nothing is exported before it is',
    ]);
    for (const dir of ['out', 'out/below'])
      expect(problems({ out: '' }, exportTo(dir))).toEqual([
        `warning: must be a folder: ${dir} is a file, or below one; nothing is exported before it is`,
      ]);
  });
});
