import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { type LoadedConfig, loadConfig } from '../../src/config/load-config.js';
import { formatProblem } from '../../src/domain/problem.js';
import { configFolder, PROBE, slo } from '../support/config-folder.js';
import { runSource } from '../support/run-source.js';

const STORE = 'store: { sqlite: data/slo.db }\n';

function load(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): LoadedConfig & { folder: string } {
  const folder = configFolder(files);
  return { folder, ...loadConfig({ file: join(folder, 'resolver-slo.yaml'), env, hostName: 'tokyo-1.example.org' }) };
}

const messages = ({ problems }: Pick<LoadedConfig, 'problems'>) => problems.map(({ message }) => message);

describe('loadConfig()', () => {
  it('fills in every default', () => {
    const { config, problems, folder } = load({
      'resolver-slo.yaml': `${STORE}http: { public: {}, admin: {} }\nlab: {}\n`,
    });
    expect(problems).toEqual([]);
    expect(config).toEqual({
      file: join(folder, 'resolver-slo.yaml'),
      vantage: 'tokyo-1.example.org',
      probes: [],
      slos: [],
      store: { kind: 'sqlite', file: join(folder, 'data/slo.db') },
      retention: { minutesMs: 100 * 864e5, hoursMs: 400 * 864e5, daysMs: 1825 * 864e5 },
      bootstrap: [],
      canary: [],
      publicHttp: {
        listen: { host: '127.0.0.1', port: 8080 },
        baseUrl: null,
        title: 'Resolver status',
        languages: ['en'],
        resolvers: [],
        timeZone: 'UTC',
        look: { logo: null, colours: { accent: null, accentDark: null }, links: [] },
        export: null,
      },
      adminHttp: { listen: { host: '127.0.0.1', port: 8081 }, tokens: [], allowedHosts: [] },
      incidents: { auto: 'propose' },
      heartbeat: null,
      webhooksHttp: null,
      mackerel: null,
      otlp: null,
      notify: [],
      lab: { listen: { host: '127.0.0.1', port: 5300 }, scenarioFile: null, historyMs: 0 },
    });
  });

  it('reads targets of events with their defaults, and everything that may be said of one', () => {
    const target = (settings: string) =>
      load(
        { 'resolver-slo.yaml': `${STORE}notify: [{ name: ops, webhook: "https://hooks.example.org/x"${settings} }]\n` },
        { TOKEN: 'Bearer s3cret', KEY: '0123456789abcdef' },
      ).config?.notify[0];
    const defaults = {
      name: 'ops',
      webhook: 'https://hooks.example.org/x',
      events: ['alert', 'attack'],
      format: 'json',
      template: null,
      secret: null,
      headers: {},
      criticalOnly: false,
      allowPrivate: false,
    };
    expect(target('')).toEqual(defaults);
    const all = `, format: json, template: "{{message.title}}", contentType: text/plain, secret: "\${KEY}",
      headers: { Authorization: "\${TOKEN}" }, criticalOnly: true, allowPrivate: true`;
    expect(target(all)).toEqual({
      ...defaults,
      template: { text: '{{message.title}}', contentType: 'text/plain' },
      secret: '0123456789abcdef',
      headers: { Authorization: 'Bearer s3cret' },
      criticalOnly: true,
      allowPrivate: true,
    });
    expect(target(', template: "[{{message.title}}]"')?.template?.contentType).toBe('application/json');
  });

  it('refuses a target at a private address without showing where it came from', () => {
    const main = `${STORE}notify: [{ name: ops, webhook: "https://\${HOST}/s3cret" }]\n`;
    const found = load({ 'resolver-slo.yaml': main }, { HOST: '10.99.0.5' });
    expect(messages(found)).toEqual([
      'must not lead to an address that is not public; if it is meant to, set "allowPrivate: true" beside it',
    ]);
  });

  it('reads where to export the site to, and lets pages be believed for three times `every`', () => {
    const exported = (settings: string) => {
      const main = `${STORE}http: { public: { export: { dir: out/site${settings} } } }\n`;
      const { config, folder } = load({ 'resolver-slo.yaml': main });
      expect(config?.publicHttp?.export?.folder).toBe(join(folder, 'out/site'));
      return config?.publicHttp?.export;
    };
    expect(exported('')).toMatchObject({ everyMs: 60_000, staleAfterMs: 600_000 });
    expect(exported(', every: 5m')).toMatchObject({ everyMs: 300_000, staleAfterMs: 900_000 });
    expect(exported(', staleAfter: 3m')).toMatchObject({ everyMs: 60_000, staleAfterMs: 180_000 });
  });

  it('reads what customers are to ask, and warns where glibc would not', () => {
    const listed = (count: number) =>
      Array.from({ length: count }, (_, i) => `{ name: ns${String(i)}, address: "2001:DB8:0::${String(i + 1)}" }`);
    const with_ = (count: number) =>
      load({ 'resolver-slo.yaml': `${STORE}http: { public: { resolvers: [${listed(count).join(', ')}] } }\n` });
    expect(with_(2).config!.publicHttp!.resolvers).toEqual([
      { name: 'ns0', address: '2001:db8::1' },
      { name: 'ns1', address: '2001:db8::2' },
    ]);
    expect(with_(3).problems).toEqual([]);
    expect(with_(4).problems).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('of 4 resolvers glibc reads the first three') as string },
    ]);
  });

  it('reads probes into definitions with canonical addresses, types and rcodes', () => {
    const { config } = load({ 'resolver-slo.yaml': `${STORE}probes: [probes/*.yaml]\n`, 'probes/a.yaml': PROBE });
    const [probe] = config!.probes;
    expect(probe).toMatchObject({ name: 'public', schedule: { kind: 'every', everyMs: 5000 }, timeoutMs: 2000 });
    expect(probe!.resolvers).toEqual([
      { name: 'ns1', address: '192.0.2.53', port: 53, transport: 'udp', tcpFallback: true, maxQps: 200 },
      {
        name: 'ns2',
        address: '2001:db8::53',
        port: 5353,
        transport: 'tcp',
        tcpFallback: true,
        maxQps: 200,
        reuse: 'cold',
      },
    ]);
    expect(probe!.queries[1]).toEqual({
      name: 'nx',
      qname: '{random}.example.org',
      qtype: 'AAAA',
      qclass: 'IN',
      rd: true,
      cd: false,
      edns: { udpSize: 1232, do: false, nsid: true, cookie: false },
      expect: { rcode: ['NXDOMAIN'] },
      mixedCase: false,
      maxRandomQps: 50,
    });
  });

  it('reads resolvers of every transport', () => {
    const resolvers = [
      '{ name: a, address: 192.0.2.1, transport: dot, tlsName: dns.example.org, reuse: warm, maxAge: 30s }',
      '{ name: b, address: 192.0.2.1, transport: dot, port: 8853 }',
      '{ name: c, address: 192.0.2.1, transport: doh, url: "https://dns.example.org/dns-query?x=1" }',
      '{ name: d, transport: doh, url: "https://[2001:DB8::1]:8443/q", method: get, tlsName: dns.example.org }',
      '{ name: e, address: 192.0.2.1, transport: doh, url: "https://dns.example.org/", port: 4443 }',
    ];
    const { config, problems } = load({
      'resolver-slo.yaml': `${STORE}probes: [p.yaml]\n`,
      'p.yaml': PROBE.replace(/resolvers:[^]*?queries:/, `resolvers: [${resolvers.join(', ')}]\nqueries:`),
    });
    expect(problems).toEqual([]);
    const common = { address: '192.0.2.1', tcpFallback: true, maxQps: 200, reuse: 'cold' };
    expect(config!.probes[0]!.resolvers).toEqual([
      {
        ...common,
        name: 'a',
        port: 853,
        transport: 'dot',
        tlsName: 'dns.example.org',
        reuse: 'warm',
        maxAgeMs: 30_000,
      },
      { ...common, name: 'b', port: 8853, transport: 'dot' },
      {
        ...common,
        name: 'c',
        port: 443,
        transport: 'doh',
        doh: { authority: 'dns.example.org', path: '/dns-query?x=1', method: 'post' },
      },
      {
        ...common,
        name: 'd',
        address: '2001:db8::1',
        port: 8443,
        transport: 'doh',
        tlsName: 'dns.example.org',
        doh: { authority: '[2001:db8::1]:8443', path: '/q', method: 'get' },
      },
      {
        ...common,
        name: 'e',
        port: 4443,
        transport: 'doh',
        doh: { authority: 'dns.example.org', path: '/', method: 'post' },
      },
    ]);
  });

  it('reads stubs, jitter and what queries may ask for', () => {
    const query =
      '{ name: q, qname: Example.ORG, mixedCase: true, control: "[2001:DB8::9]:5353", maxRandomQps: 9, edns: { ecs: 192.0.2.0/24, cookie: true, padding: 128, nsid: false } }';
    const probe = PROBE.replace(/queries:[^]*/, `queries: [${query}]\njitter: 1s\n`);
    const stubsOf = (stub: string) =>
      load({ 'resolver-slo.yaml': `${STORE}probes: [p.yaml]\n`, 'p.yaml': `${probe}${stub}` }).config!.probes[0]!;
    const one = stubsOf('stub: {}\n');
    expect(one.jitterMs).toBe(1_000);
    expect(one.queries[0]).toMatchObject({
      mixedCase: true,
      maxRandomQps: 9,
      control: { address: '2001:db8::9', port: 5353 },
      edns: { udpSize: 1232, do: false, nsid: false, ecs: '192.0.2.0/24', cookie: true, padding: 128 },
    });
    const defaults = { attempts: 2, timeoutMs: 5_000, rotate: false, deadlineMs: null };
    expect(one.stubs).toEqual([{ ...defaults, name: 'stub' }]);
    const list = 'stub: [{ name: stub }, { name: stub-x, attempts: 1, timeout: 1s, rotate: true, deadline: 3s }]\n';
    expect(stubsOf(list).stubs).toEqual([
      { ...defaults, name: 'stub' },
      { name: 'stub-x', attempts: 1, timeoutMs: 1_000, rotate: true, deadlineMs: 3_000 },
    ]);
    expect(stubsOf('').stubs).toBeUndefined();
    expect(stubsOf('stub: [{ name: stub-one, resolvers: [ns1] }]\n').stubs).toEqual([
      { ...defaults, name: 'stub-one', resolvers: ['ns1'] },
    ]);
  });

  it('takes a flag by itself for one among `flags`', () => {
    const query = '{ name: s, qname: example.org, expect: { ad: true, flags: { tc: false } } }';
    const { config } = load({
      'resolver-slo.yaml': `${STORE}probes: [p.yaml]\n`,
      'p.yaml': PROBE.replace(/queries:.*/, `queries: [${query}]`),
    });
    expect(config!.probes[0]!.queries[0]!.expect).toEqual({ rcode: ['NOERROR'], flags: { ad: true, tc: false } });
  });

  it('reads SLOs with the display name of their service', () => {
    const service =
      'apiVersion: openslo/v1\nkind: Service\nmetadata: { name: public, displayName: Public resolver }\nspec: {}\n';
    const files = {
      'resolver-slo.yaml': `${STORE}slos: ["slos/**/*.yaml"]\n`,
      'slos/a.yaml': slo(),
      'slos/deep/b.yaml': service,
    };
    expect(load(files).config!.slos).toEqual([
      {
        name: 'availability',
        key: 'availability',
        objectiveName: null,
        displayName: 'availability',
        description: '',
        service: 'public',
        serviceDisplayName: 'Public resolver',
        indicator: {
          good: {
            selector: { probe: null, resolver: null, query: null, vantage: null },
            events: 'answered',
            thresholdUs: null,
          },
          bad: null,
          total: {
            selector: { probe: null, resolver: null, query: null, vantage: null },
            events: 'valid',
            thresholdUs: null,
          },
        },
        objective: 0.999,
        budgetingMethod: 'Occurrences',
        slices: null,
        weighing: { kind: 'attempts' },
        compositeWeight: null,
        periodMs: 28 * 864e5,
        periodText: '4w',
        calendar: null,
        visibility: 'public',
        minFailures: 3,
        ownAlerts: null,
        maintenance: 'count',
        maintenanceNoticeMs: 864e5,
        responsibility: {},
      },
    ]);
  });

  it('freezes the configuration through and through', () => {
    const { config } = load({ 'resolver-slo.yaml': `${STORE}probes: [p.yaml]\n`, 'p.yaml': PROBE });
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config!.probes[0]!.resolvers[0])).toBe(true);
  });

  it('expands variables in texts, never in keys, and never shows them', () => {
    const main = `${STORE}vantage: "\${PLACE}-1"\nmackerel: { apiKey: "\${KEY}", service: dns }\n`;
    const { config } = load({ 'resolver-slo.yaml': main }, { PLACE: 'osaka', KEY: 'sEcReT' });
    expect(config!.vantage).toBe('osaka-1');
    expect(config!.mackerel).toEqual({
      apiKey: 'sEcReT',
      service: 'dns',
      apiBase: 'https://api.mackerelio.com',
      evidence: true,
      corrections: 'offer',
      host: null,
      checks: false,
    });
    const faulty = load({ 'resolver-slo.yaml': `${main}"\${KEY}": 1\n` }, { PLACE: 'osa ka', KEY: 'sEc ReT' });
    // The folder's name has a random end, which may hold such letters.
    const told = JSON.stringify(faulty.problems).replaceAll(faulty.folder, '');
    expect(told).not.toMatch(/sEc|osa ka/);
    expect(faulty.problems).toHaveLength(3);
  });

  it('allows plain http to Mackerel on loopback only', () => {
    const problemsFor = (apiBase: string) =>
      messages(load({ 'resolver-slo.yaml': `${STORE}mackerel: { apiKey: k, service: dns, apiBase: "${apiBase}" }\n` }));
    for (const fine of [
      'http://127.0.0.1:9000',
      'http://[::1]:9000',
      'http://localhost/',
      'https://mackerel.example.org',
    ]) {
      expect(problemsFor(fine)).toEqual([]);
    }
    for (const wrong of [
      'http://192.0.2.1',
      'http://localhost.example.org',
      'ftp://127.0.0.1',
      'https://u:p@example.org',
    ]) {
      expect(problemsFor(wrong)).toHaveLength(1);
    }
  });

  it('gives each admin token its scopes, and the only token all of them', () => {
    const many = load({
      'resolver-slo.yaml': `${STORE}http: { admin: { listen: "0.0.0.0:8081", tokens: [{ name: a, token: t, scopes: [read] }] } }\n`,
    });
    expect(many.config!.adminHttp!.tokens).toEqual([{ name: 'a', token: 't', scopes: ['read'] }]);
    const one = load({ 'resolver-slo.yaml': `${STORE}http: { admin: { token: t } }\n` });
    expect(one.config!.adminHttp!.tokens).toEqual([
      { name: 'admin', token: 't', scopes: ['metrics', 'read', 'operate'] },
    ]);
  });

  it('reports faults of all files and rules in one run, in order of file and position', () => {
    const loaded = load({
      'resolver-slo.yaml': 'vantagee: x\nprobes: [b.yaml, a.yaml]\nslos: [s.yaml]\ncollect: []\n',
      'a.yaml': PROBE.replace('every: 5s', 'every: 10ms').replace('name: ns2', 'name: ns1'),
      'b.yaml': 'probe: [\n',
      's.yaml': slo({ spec: 'probe: nobody,' }),
    });
    const found = [...loaded.problems, ...loaded.checkSelectors([])].map((problem) =>
      formatProblem(problem).slice(loaded.folder.length + 1),
    );
    expect(found).toEqual([
      'a.yaml:3:57: /resolvers/1/name: two series would have one name: "ns1" is the name of /resolvers/0 too',
      "a.yaml:4:69: /queries/1/qname: names below example.org would be asked for 100 times a second over all resolvers, more than maxRandomQps 50: ask less often, or raise maxRandomQps if the zone's servers can bear it",
      expect.stringMatching(/^b\.yaml:2:1: \/: YAML syntax: /),
      'resolver-slo.yaml:1:1: /: key "store" is missing: where measurements are kept, such as store: { sqlite: data/resolver-slo.db }',
      'resolver-slo.yaml:1:1: /vantagee: unknown key "vantagee" (did you mean "vantage"?)',
      'resolver-slo.yaml:4:1: /collect: "collect" is not supported yet',
    ]);
    expect(loaded.config).toBeNull();
  });

  it.each([
    ['has a syntax error', 'probe: [\n'],
    ['names a variable', PROBE.replace('probe: public', 'probe: "${NAME}"')],
    ['has a second document', `${PROBE}---\nprobe: other\n`],
    ['is not there', null],
  ])('calls no name of a selector unknown while a probe file %s', (_, text) => {
    const loaded = load({
      'resolver-slo.yaml': `${STORE}probes: [p.yaml]\nslos: [s.yaml]\n`,
      ...(text === null ? {} : { 'p.yaml': text }),
      's.yaml': slo({ spec: 'probe: nobody, query: "m*",' }),
    });
    expect(loaded.problems.map(({ file }) => file.slice(loaded.folder.length + 1))).toEqual([
      text === null ? 'resolver-slo.yaml' : 'p.yaml',
    ]);
    expect(loaded.checkSelectors([])).toEqual([]);
  });

  const FILES = 'probes: [p/*.yaml]\nslos: [s.yaml]\n';
  const FAULTY = { 'p/a.yaml': `${PROBE}colour: blue\n`, 's.yaml': slo({ target: 2 }) };
  const FAULTS = ['p/a.yaml /colour', 's.yaml /spec/objectives/0/target'];
  const places = ({ problems, folder }: LoadedConfig & { folder: string }) =>
    problems.map(({ file, pointer }) => `${file.slice(folder.length + 1)} ${pointer}`);

  it.each([
    ['an unknown key', `${STORE}${FILES}colour: blue\n`, '/colour'],
    ['no store', FILES, ''],
    ['a section of another type', `${STORE}${FILES}canary: 4\n`, '/canary'],
    ['a section of which a member is wrong', `${STORE}${FILES}retention: { minutes: 5 }\n`, '/retention/minutes'],
    ['a section that is not supported', `${STORE}${FILES}dnstap: []\n`, '/dnstap'],
    ['a map that does not end', `store: { sqlite: slo.db\n${FILES}`, ''],
    ['a tab', `${STORE}${FILES}\thttp: {}\n`, ''],
    ['a quote that does not end', `${FILES}vantage: "tokyo\n`, ''],
    ['two documents', `${STORE}${FILES}---\na: b\n`, ''],
  ])('tells the errors of all other files together with %s in the main one', (_, main, pointer) => {
    const loaded = load({ 'resolver-slo.yaml': main, ...FAULTY });
    expect(places(loaded)).toEqual([FAULTS[0], `resolver-slo.yaml ${pointer}`, FAULTS[1]]);
    expect(loaded.config).toBeNull();
  });

  it('blames no other file for what cannot be known while the main one is faulty', () => {
    const fine = { 'p/a.yaml': PROBE, 's.yaml': slo({ spec: 'probe: public, vantage: tokyo,' }) };
    const found = (main: string) => {
      const loaded = load({ 'resolver-slo.yaml': main, ...fine });
      return [...loaded.problems, ...loaded.checkSelectors([])].map(({ pointer }) => pointer);
    };
    expect(found(`${STORE}probes: p/a.yaml\nslos: [s.yaml]\n`)).toEqual(['/probes']);
    expect(found(`${STORE}${FILES}vantage: [tokyo]\n`)).toEqual(['/vantage']);
    // By the default of retention the window of the SLO could be read, by one of 7 days not.
    expect(found(`${STORE}${FILES}vantage: tokyo\nretention: { minutes: 7d, hours: x }\n`)).toEqual([
      '/retention/hours',
    ]);
    expect(found(`${STORE}probes: [absent.yaml]\nslos: [s.yaml]\n\tvantage: tokyo\n`)).toEqual(['']);
  });

  it('refuses what a pattern for files matches and is none, and never waits for it', () => {
    const folder = configFolder({
      'resolver-slo.yaml': `${STORE}probes: [p/*.yaml, q/*]\nslos: [s/*.yaml]\n`,
      'p/folder.yaml/x': '',
      'q/r/x': '',
      's/a': '',
    });
    symlinkSync('../elsewhere.yaml', join(folder, 'p/dangling.yaml'));
    execFileSync('mkfifo', [join(folder, 'p/fifo.yaml'), join(folder, 's/fifo.yaml')]);
    const program = `
      import { loadConfig } from './src/config/load-config.ts';
      const { problems } = loadConfig({ file: ${JSON.stringify(join(folder, 'resolver-slo.yaml'))}, env: {} });
      for (const { pointer, message } of problems) console.log(pointer + ' ' + message);`;
    const { stdout } = runSource(program);
    expect(stdout.replaceAll(`${folder}/`, '').trim().split('\n')).toEqual([
      '/probes/0 cannot read p/dangling.yaml: it is a symbolic link to ../elsewhere.yaml, which does not exist',
      '/probes/0 cannot read p/fifo.yaml: it is a FIFO (named pipe), not a file',
      '/probes/0 cannot read p/folder.yaml: it is a folder',
      '/slos/0 cannot read s/fifo.yaml: it is a FIFO (named pipe), not a file',
    ]);
  }, 30_000);

  it('says of an unquoted variable in a probe file once where it may stand', () => {
    const found = messages(
      load({
        'resolver-slo.yaml': `${STORE}probes: [p.yaml]\n`,
        'p.yaml': PROBE.replace('address: 192.0.2.53', 'address: ${HOME}'),
      }),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^YAML syntax: .*; \$\{NAME\} is read .* in the main file \(resolver-slo\.yaml\) only/);
  });

  it('blames a wrong name of one selector for its being different from the other, if it is wrong', () => {
    const good = (spec: string) => slo({ spec: 'probe: public,' }).replace('probe: public,', spec);
    const found = (spec: string) => {
      const loaded = load({
        'resolver-slo.yaml': `${STORE}probes: [p.yaml]\nslos: [s.yaml]\n`,
        'p.yaml': PROBE,
        's.yaml': good(spec),
      });
      return [...loaded.problems, ...loaded.checkSelectors([])].map(({ message }) => message);
    };
    const differ = 'good and total must select the same probes, resolvers, queries and vantages';
    expect(found('probe: pubic,')).toEqual([
      'no probe is named "pubic", neither in the configuration nor in the store (did you mean "public"?)',
    ]);
    expect(found('')).toEqual([differ]);
    expect(found('probe: "x*",').sort()).toEqual([differ, 'no probe matches "x*"']);
    expect(found('probe: public,')).toEqual([]);
  });

  it('refuses an IPv4-mapped address wherever one may be, since it would pass by maxQps', () => {
    const loaded = load({
      'resolver-slo.yaml': `${STORE}probes: [p.yaml]\ncanary: ["[::ffff:192.0.2.7]:53"]\nbootstrap: ["::FFFF:c000:208"]\nhttp: { public: { listen: "[::ffff:127.0.0.1]:8080" } }\n`,
      'p.yaml': PROBE.replace('address: 192.0.2.53', 'address: "::ffff:192.0.2.53"'),
    });
    const must = 'must be written as the IPv4 address that it maps, ';
    expect(messages(loaded)).toEqual([
      `${must}192.0.2.53, found "::ffff:192.0.2.53"`,
      `${must}192.0.2.7, found "[::ffff:192.0.2.7]:53"`,
      `${must}192.0.2.8, found "::FFFF:c000:208"`,
      `${must}127.0.0.1, found "[::ffff:127.0.0.1]:8080"`,
    ]);
  });

  it('says why a configuration cannot be read', () => {
    const { config, problems } = loadConfig({ file: '/nonexistent/resolver-slo.yaml', env: {} });
    expect(config).toBeNull();
    expect(problems.map(formatProblem)).toEqual([
      '/nonexistent/resolver-slo.yaml:1:1: /: cannot read the configuration: no such file',
    ]);
  });

  it.each([
    ['__proto__: { sqlite: x }\n', 'unknown key "__proto__"'],
    ['constructor: 1\n', 'unknown key "constructor"'],
    ['canary: &a [*a]\n', 'alias *a stands inside what it repeats'],
    ['? [a, b]\n: 1\n', 'a key must be plain text'],
    ['canary: !secret x\n', 'YAML syntax: unresolved tag'],
  ])('refuses %j', (extra, message) => {
    expect(messages(load({ 'resolver-slo.yaml': STORE + extra })).join('\n')).toContain(message);
  });

  it('refuses text that is not UTF-8', () => {
    const folder = configFolder({});
    const file = join(folder, 'latin1.yaml');
    writeFileSync(file, Buffer.from([0x61, 0x3a, 0x20, 0xe9]));
    expect(messages(loadConfig({ file, env: {} }))).toEqual(['cannot read the configuration: it is not UTF-8 text']);
  });

  it('makes a vantage name of any host name', () => {
    const folder = configFolder({ 'r.yaml': STORE });
    const vantage = (hostName: string) =>
      loadConfig({ file: join(folder, 'r.yaml'), env: {}, hostName }).config!.vantage;
    expect(vantage('東京 probe')).toBe('probe');
    expect(vantage('_')).toBe('local');
    expect(vantage('x'.repeat(100))).toBe('x'.repeat(63));
  });

  it('keeps a faulty configuration apart from what could be understood of it', () => {
    const { config, draft } = load({ 'resolver-slo.yaml': `${STORE}unknown: 1\nvantage: osaka\n` });
    expect(config).toBeNull();
    expect(draft).toMatchObject({ vantage: 'osaka', store: { kind: 'sqlite' } });
  });
});

describe('LoadedConfig.checkSelectors()', () => {
  const stored = { vantage: 'osaka', probe: 'old', resolver: 'ns9', query: 'www' };
  const withSlo = (spec: string) =>
    load({
      'resolver-slo.yaml': `${STORE}probes: [p.yaml]\nslos: [s.yaml]\n`,
      'p.yaml': PROBE,
      's.yaml': slo({ spec }),
    });
  const found = (spec: string, series = [stored]) =>
    withSlo(spec)
      .checkSelectors(series)
      .map(({ severity, message }) => `${severity}: ${message}`);

  it('accepts what is configured, and what is only stored', () => {
    expect(found('probe: public, resolver: "ns*", query: [www, nx], vantage: "tokyo*",')).toEqual([]);
    expect(found('probe: old, resolver: ns9, vantage: osaka,')).toEqual([]);
  });

  it('calls an unknown name an error and suggests the nearest', () => {
    expect(found('resolver: ns99,')).toEqual(
      Array(2).fill(
        'error: no resolver is named "ns99", neither in the configuration nor in the store (did you mean "ns9"?)',
      ),
    );
    expect(found('probe: old,', [])).toHaveLength(2);
  });

  it('calls a glob that matches nothing a warning', () => {
    expect(found('query: "mail*",')).toEqual(Array(2).fill('warning: no query matches "mail*"'));
  });

  it('notices names that exist, but never together', () => {
    expect(found('probe: public, resolver: ns9,')).toContain(
      'error: no series of resolver "ns9" is selected by the other keys',
    );
  });

  it('knows a stub only where there is one', () => {
    expect(found('resolver: stub,')[0]).toMatch(/^error: no resolver is named "stub"/);
  });

  it('takes stubs and controls by their names, but no glob for them', () => {
    const probe = `${PROBE}stub: {}\n`.replace('qname: www.example.org', 'qname: www.example.org, control: 192.0.2.9');
    const problems = (spec: string) => {
      const files = { 'resolver-slo.yaml': `${STORE}probes: [p.yaml]\nslos: [s.yaml]\n`, 'p.yaml': probe };
      const { checkSelectors } = load({ ...files, 's.yaml': slo({ spec }) });
      return checkSelectors([]).map(({ severity, message }) => `${severity}: ${message}`);
    };
    expect(problems('resolver: stub,')).toEqual([]);
    expect(problems('resolver: [stub, control],')).toEqual([]);
    expect(problems('resolver: "st*",')).toEqual(Array(2).fill('warning: no resolver matches "st*"'));
    expect(problems('resolver: "con*",')).toEqual(Array(2).fill('warning: no resolver matches "con*"'));
    expect(problems('resolver: control, query: nx,')).toContain(
      'error: no series of resolver "control" is selected by the other keys',
    );
  });
});
