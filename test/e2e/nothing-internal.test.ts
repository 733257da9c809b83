import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { HOUR_MS, isoTime, MINUTE_MS } from '../../src/domain/clock.js';
import { slo } from '../support/config-folder.js';
import { createSite, eventually, type Site } from '../support/daemon.js';
import { dnsReply } from '../support/dns-reply.js';
import { startUdpResponder, type UdpResponder } from '../support/dns-udp-responder.js';
import { freePort } from '../support/free-port.js';

/** In everything that nobody outside is to know: no word of a page has it by chance. */
const MARK = 'zqx7';
/** Of the resolvers asked, and of those that our own look-ups would ask. */
const ADDRESSES = ['127.113.97.8', '127.113.97.9'] as const;
const PROPOSED = 'answers below its objective';
const OUTAGE_MS = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - HOUR_MS;
const OUTAGE = ['--from', isoTime(OUTAGE_MS), '--to', isoTime(OUTAGE_MS + 10 * MINUTE_MS)];
const BY = ['--by', `${MARK}-person`];

describe('what is internal, with a running daemon', { timeout: 180_000 }, () => {
  let udp: UdpResponder;
  let site: Site;
  let url: string;

  const command = async (...args: readonly string[]): Promise<void> => {
    expect(await site.runAside(...args, ...BY)).toMatchObject({ status: 0 });
  };

  beforeAll(async () => {
    udp = await startUdpResponder((query, reply) => reply(dnsReply(query, {})), ADDRESSES[0]);
    const [port, adminPort] = [await freePort(), await freePort()];
    url = `http://127.0.0.1:${String(port)}`;
    site = createSite({
      'resolver-slo.yaml': mainFile(port, adminPort),
      'probes/public.yaml': probe(udp.port, 'public', 'ns1', 'www', ADDRESSES[0]),
      'probes/internal.yaml': probe(udp.port, `${MARK}-probe`, `${MARK}-resolver`, `${MARK}-query`, ADDRESSES[1]),
      'slo.yaml': `${slo({ name: 'answers', spec: 'probe: [public],' })}---\n${internalSlo()}`,
      'outage.ndjson': outage(),
    });
    expect(site.run('import', 'outage.ndjson').stderr).toBe('');
    await site.start(`${url}/healthz`);
    // Of the public SLO: what an alert proposes is its operators' to publish.
    const proposals = async () => (await site.runAside('incident', 'list', '--proposals')).stdout;
    await eventually(async () => ((await proposals()).includes(PROPOSED) ? true : null), 30_000);
    await recordEverything();
    // What was recorded last, so that everything is there.
    await eventually(async () => ((await textAt('/ja/history')).includes('A fibre was cut.') ? true : null));
  }, 120_000);

  afterAll(async () => {
    await site.close();
    await udp.close();
  });

  async function recordEverything(): Promise<void> {
    const text = ['--title', `${MARK} title`, '--impact', 'major', '--message', `${MARK} message`];
    await command('incident', 'open', ...text, '--slo', `${MARK}-slo`);
    await command('incident', 'post-mortem', '1', '--url', `https://example.org/${MARK}`);
    const both = ['--slo', 'answers', '--slo', `${MARK}-slo`];
    await command('incident', 'open', '--title', 'Seen by all', '--impact', 'minor', '--message', 'M', ...both);
    await command('incident', 'resolve', '2', '--message', 'Over.');
    const ahead = ['--from', isoTime(Date.now() + HOUR_MS), '--to', isoTime(Date.now() + 2 * HOUR_MS)];
    await command('maintenance', 'add', '--title', 'Rack move', ...both, ...ahead);
    await command('maintenance', 'add', '--title', `${MARK} move`, '--slo', `${MARK}-slo`, ...ahead);
    for (const [name, reason] of [
      ['answers', 'A fibre was cut.'],
      [`${MARK}-slo`, `${MARK} reason`],
    ] as const)
      await command('correct', 'add', '--slo', name, ...OUTAGE, '--exclude', '--reason', reason);
  }

  const textAt = async (path: string): Promise<string> => (await fetch(`${url}${path}`)).text();

  it('is on no public path, in no language, header or file', async () => {
    const found = await crawl(url);
    for (const [path, text] of found)
      for (const mark of [MARK, PROPOSED, ...ADDRESSES, `:${String(udp.port)}`])
        expect.soft(around(text, mark), path).toEqual([]);
    // Each kind of thing was looked at.
    const month = isoTime(OUTAGE_MS).slice(0, 7);
    for (const path of [
      ...['/', '/en/', '/ja/', '/slo/answers', '/ja/slo/answers', '/history', '/ja/history', '/ja/incidents/2'],
      ...[`/ja/report/${month}`, '/ja/maintenance/1', '/ja/feed.atom', '/feed.rss', '/maintenance.ics', '/badge.svg'],
      ...['/badge/answers.svg', '/api/v1/slos', '/api/v1/slos/answers', '/api/v1/incidents', '/api/v2/summary.json'],
      ...['/api/v2/incidents.json', '/openapi.json', '/healthz', '/api/v1/latency', '/api/v1/slos/answers/history'],
    ])
      expect([...found.keys()]).toContain(path);
    expect(found.get('/ja/incidents/2')).toContain('Seen by all');
    expect(found.get('/ja/history')).toContain('A fibre was cut.');
  });

  it.each([
    ...[`/slo/${MARK}-slo`, `/ja/slo/${MARK}-slo`, '/incidents/1', '/ja/incidents/1', '/maintenance/2'],
    ...[`/badge/${MARK}-slo.svg`, `/api/v1/slos/${MARK}-slo`, `/api/v1/slos/${MARK}-slo/history`],
    ...[`/api/v1/latency?resolver=${MARK}-resolver`, `/api/v1/latency?probe=${MARK}-probe`],
    ...['/metrics', '/readyz', '/api/v1/series', '/api/v1/failures', '/api/v1/maintenance', '/api/v1/corrections'],
  ])('%s is not there, no more than what nobody ever named', async (path) => {
    const unknown = 'q'.repeat(MARK.length);
    const [response, other] = await Promise.all([path, path.replaceAll(MARK, unknown)].map((at) => fetch(url + at)));
    expect(response!.status).toBe(404);
    // An answer may repeat what was asked for, and nothing else.
    expect((await response!.text()).replaceAll(MARK, unknown)).toBe(await other!.text());
  });
});

/** Where a text says it. */
function around(text: string, mark: string): readonly string[] {
  return text
    .split(mark)
    .slice(1)
    .map((after, i) => `${text.split(mark)[i]!.slice(-60)}${mark}${after.slice(0, 60)}`);
}

/** Everything that leads out of everything, from the overview and the description of the API on: head and body by path. */
async function crawl(url: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const waiting = ['/', '/en/', '/ja/', '/openapi.json'];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (found.has(path)) continue;
    const response = await fetch(`${url}${path}`, { redirect: 'manual' });
    const text = await response.text();
    expect(response.status, path).toBeLessThan(400);
    found.set(path, `${JSON.stringify([...response.headers])}\n${text}`);
    waiting.push(...(path === '/openapi.json' ? describedPaths(text) : linksIn(text, `${url}${path}`)));
  }
  return found;
}

function linksIn(text: string, base: string): readonly string[] {
  const links = [...text.matchAll(/(?:href|src|"url")\s*[=:]\s*"([^"]+)"|<link>([^<]+)</g)];
  return links
    .map(([, attribute, element]) => new URL((attribute ?? element ?? '').replaceAll('&amp;', '&'), base))
    .filter(({ origin }) => origin === new URL(base).origin)
    .map(({ pathname }) => pathname);
}

function describedPaths(text: string): readonly string[] {
  const { paths } = JSON.parse(text) as { readonly paths: Readonly<Record<string, unknown>> };
  return Object.keys(paths).map((path) => path.replace('{name}', 'answers'));
}

function mainFile(port: number, adminPort: number): string {
  return `
vantage: here
probes: [probes/*.yaml]
slos: [slo.yaml]
store: { sqlite: data/${MARK}.db }
http:
  public: { listen: "127.0.0.1:${String(port)}", languages: [en, ja] }
  admin: { listen: "127.0.0.1:${String(adminPort)}" }
`;
}

function probe(port: number, name: string, resolver: string, query: string, address: string): string {
  return `
probe: ${name}
every: 500ms
timeout: 1s
resolvers: [{ name: ${resolver}, address: ${address}, port: ${String(port)} }]
queries: [{ name: ${query}, qname: ${MARK}-qname.example.org }]
`;
}

function internalSlo(): string {
  return slo({ name: `${MARK}-slo`, spec: `probe: [${MARK}-probe],` })
    .replace('service: public', `service: ${MARK}-service\n  description: ${MARK} described`)
    .replace(
      /metadata: { name: (\S+) }/,
      `metadata: { name: $1, displayName: ${MARK} shown, annotations: { resolver-slo/visibility: internal } }`,
    );
}

/** Of the series of both SLOs. */
function outage(): string {
  const all = [
    { probe: 'public', resolver: 'ns1', query: 'www' },
    { probe: `${MARK}-probe`, resolver: `${MARK}-resolver`, query: `${MARK}-query` },
  ];
  const lines = Array.from({ length: 60 }, (_, minute) => isoTime(OUTAGE_MS + minute * MINUTE_MS)).flatMap((time) =>
    all.map((series) => JSON.stringify({ time, ...series, outcome: 'timeout', count: 60 })),
  );
  return `${lines.join('\n')}\n`;
}
