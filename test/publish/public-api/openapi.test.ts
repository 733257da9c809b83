import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

import { LANGUAGES } from '../../../src/domain/language.js';
import type { PublicRecords } from '../../../src/domain/public-records.js';
import { createPublicApp } from '../../../src/publish/http/public-listener.js';
import { SITE_PARTS } from '../../../src/publish/site/parts.js';
import { sampleHistory, SAMPLE_PUBLIC_CONFIG, samplePublicOptions } from '../../support/public-app.js';
import { samplePast, siteHistory } from '../../support/sample-past.js';
import { SAMPLE_NOW_MS, sampleSnapshot, sampleStates } from '../../support/sample-snapshot.js';
import { hostileSite, sampleIncident, sampleMaintenance } from '../../support/sample-site.js';

const NAME = 'availability';

const RECORDS: PublicRecords = {
  incidents: [sampleIncident(), sampleIncident({ id: 8, slos: [], postMortemUrl: 'https://example.org/pm' })],
  maintenances: [
    sampleMaintenance({ effects: [{ slo: NAME, effect: 'late', noticeMs: 86_400_000 }] }),
    sampleMaintenance({ id: 4, message: null, cancelledAtMs: SAMPLE_NOW_MS }),
    sampleMaintenance({ id: 5, fromMs: SAMPLE_NOW_MS - 60_000, slos: [NAME] }),
    sampleMaintenance({ id: 6, fromMs: SAMPLE_NOW_MS - 120_000, toMs: SAMPLE_NOW_MS - 60_000 }),
  ],
  corrections: [
    { id: 1, slo: NAME, fromMs: 0, toMs: 60_000, kind: 'exclude', reason: 'x', recordedAtMs: 1, revokedAtMs: null },
    { id: 2, slo: NAME, fromMs: 0, toMs: 60_000, kind: 'restore', reason: 'y', recordedAtMs: 1, revokedAtMs: 2 },
  ],
};

const RANGE = {
  from: '2026-11-23T11:00:00Z',
  to: '2026-11-23T12:00:00Z',
  step: '1h',
  points: [
    { time: '2026-11-23T11:00:00Z', count: 3, p50Us: 400, p90Us: null, p99Us: null, maxUs: 500 },
    { time: '2026-11-23T11:30:00Z', count: 0, p50Us: null, p90Us: null, p99Us: null, maxUs: null },
  ],
};

/** Read once: what is told is the same for all. */
const TOLD = siteHistory(samplePast('violated')).sloHistory({
  slos: sampleSnapshot([{ name: NAME }]).slos.map(({ definition }) => definition),
  asked: { kind: 'window', toMs: SAMPLE_NOW_MS },
});

function appWith(baseUrl: string | null = null) {
  const config = { ...SAMPLE_PUBLIC_CONFIG, languages: LANGUAGES, baseUrl };
  const history = sampleHistory({ latency: () => Promise.resolve(RANGE), sloHistory: () => TOLD });
  return createPublicApp(samplePublicOptions({ config, history }));
}

type Schema = Readonly<Record<string, unknown>>;
interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly description?: string }[];
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >;
}
interface Document {
  readonly openapi: string;
  readonly info: Schema;
  readonly servers: readonly { readonly url: string }[];
  readonly components: { readonly schemas: Schema };
  readonly paths: Readonly<Record<string, { readonly get: Operation }>>;
}

async function documentOf(app: ReturnType<typeof appWith>['app']): Promise<Document> {
  const response = await app.inject('/openapi.json');
  expect(response.statusCode).toBe(200);
  expect(response.headers['access-control-allow-origin']).toBe('*');
  return response.json();
}

describe('/openapi.json', () => {
  it('is a valid description in OpenAPI 3.1', async () => {
    const { app, publish } = appWith('https://status.example.org');
    publish(sampleSnapshot([{ name: NAME }]));
    const document = await documentOf(app);
    expect(await new Validator().validate(structuredClone(document) as never)).toMatchObject({ valid: true });
    expect(document.openapi).toBe('3.1.0');
    expect(document.info).toMatchObject({ title: 'Example Resolver', version: '0.0.0-test' });
    expect(document.servers).toEqual([{ url: 'https://status.example.org' }]);
  });

  it('names each operation once, and says what each parameter and schema is', async () => {
    const { app, publish } = appWith();
    publish(sampleSnapshot([{ name: NAME }]));
    const { paths, components } = await documentOf(app);
    const operations = Object.values(paths).map(({ get }) => get);
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { summary, parameters = [] } of operations) {
      expect(summary).toMatch(/\.$/);
      for (const parameter of parameters) expect(parameter.description).toBeTruthy();
    }
    expect(Object.keys(components.schemas)).toContain('SloStatus');
    expect(Object.keys(components.schemas)).not.toContain('def-0');
  });

  it('has every JSON path of the public listener', async () => {
    const { app, publish } = appWith();
    publish(sampleSnapshot([{ name: NAME }]));
    const { paths } = await documentOf(app);
    const json = routesOf(app)
      .filter((route) => /^\/(api\/|openapi|healthz)/.test(route))
      .map(templateOf);
    expect(json.length).toBeGreaterThan(12);
    expect(Object.keys(paths)).toEqual(expect.arrayContaining(json));
    for (const { kind, route, api } of SITE_PARTS) {
      if (kind !== 'json') continue;
      expect(api?.answer.kind, `a schema of ${route}`).toBe('json');
    }
  });

  it('answers unknown languages of machines in none', async () => {
    const { app, publish } = appWith();
    publish(sampleSnapshot([{ name: NAME }]));
    expect((await app.inject('/ja/openapi.json')).statusCode).toBe(404);
  });
});

describe('every JSON answer', () => {
  const snapshots = {
    ...sampleStates(),
    named: sampleSnapshot([
      { name: NAME },
      { name: 'several', objectiveName: 'a' },
      { name: 'several', objectiveName: 'b', number: 2 },
    ]),
  };
  const cases = [
    ...Object.entries(snapshots).map(([name, snapshot]) => [name, snapshot, RECORDS] as const),
    ['hostile records', hostileSite().snapshot, hostileSite().records] as const,
  ];

  it.each(cases)('is as it is described: %s', { timeout: 60_000 }, async (_, snapshot, records) => {
    for (const baseUrl of [null, 'https://status.example.org/dns/']) {
      const { app, publish, publishRecords } = appWith(baseUrl);
      publish(snapshot!);
      publishRecords(records);
      const document = await documentOf(app);
      const validate = validatorOf(document);
      const names = [...new Set(snapshot!.slos.map(({ definition }) => definition.name)), 'nothing'];
      for (const path of Object.keys(document.paths)) {
        if (!answersJson(document.paths[path]!.get)) continue;
        if (path === '/api/v1/latency' && names.length === 1) continue;
        for (const name of path.includes('{') ? names : ['']) await check(app, validate, path, name);
      }
    }
  });

  it('is as it is described before the first evaluation', async () => {
    const started = appWith();
    started.publish(sampleSnapshot([]));
    const document = await documentOf(started.app);
    const { app } = appWith();
    for (const path of Object.keys(document.paths)) {
      const response = await app.inject(path.replace('{name}', NAME));
      expect(response.statusCode, path).toBe(503);
      validatorOf(document)(path, 503, response.json());
    }
  });

  it('is as it is described where the question is wrong', async () => {
    const { app, publish } = appWith();
    publish(sampleSnapshot([{ name: NAME }]));
    const validate = validatorOf(await documentOf(app));
    for (const [query, status] of [
      ['?step=x', 400],
      ['?probe=nothing', 404],
      ['?x=y', 400],
    ] as const) {
      const response = await app.inject(`/api/v1/latency${query}`);
      expect(response.statusCode).toBe(status);
      validate('/api/v1/latency', status, response.json());
    }
  });
});

/** All paths of the application, out of the tree that it prints. */
function routesOf(app: ReturnType<typeof appWith>['app']): readonly string[] {
  const above: string[] = [];
  return app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', name] = /^([│ ]*)[├└]── (\S+) \(GET/.exec(line) ?? [];
      if (name === undefined) return [];
      const depth = indent.length / 4;
      above.splice(depth, above.length, (above[depth - 1] ?? '') + name);
      return [above[depth]!];
    });
}

/** `/api/v1/slos/{name}` of fastify's `/api/v1/slos/:name`. */
function templateOf(route: string): string {
  return route.replace(/:(\w+)/g, '{$1}');
}

function answersJson({ responses }: Operation): boolean {
  return responses['200']?.content?.['application/json'] !== undefined;
}

type Validate = (path: string, status: number, body: unknown) => void;

async function check(
  app: ReturnType<typeof appWith>['app'],
  validate: Validate,
  path: string,
  name: string,
): Promise<void> {
  const response = await app.inject({ url: path.replace('{name}', name), remoteAddress: addressOf(name) });
  expect(response.statusCode, `${path} ${name}`).toBe(name === 'nothing' ? 404 : 200);
  expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
  validate(path, response.statusCode, response.json());
}

/** Holds answers to their schemas, and to having no property that is not described. */
function validatorOf(document: Document): Validate {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: false,
    formats: { 'date-time': isUtc, date: /^\d{4}-\d\d-\d\d$/ },
  });
  ajv.addSchema(closed(document) as Schema, 'api');
  return (path, status, body) => {
    const pointer = [path, 'get', 'responses', String(status), 'content', 'application/json', 'schema']
      .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
      .join('/');
    const isValid = ajv.validate({ $ref: `api#/paths/${pointer}` }, body);
    expect(isValid ? null : ajv.errors, `${path} ${String(status)}`).toBeNull();
  };
}

const isUtc = (text: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) && !Number.isNaN(Date.parse(text));

function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, closed(one)] as const);
  const isOpen =
    'type' in value && value.type === 'object' && 'properties' in value && !('additionalProperties' in value);
  return Object.fromEntries([...entries, ...(isOpen ? [['additionalProperties', false] as const] : [])]);
}

/** One for each name: nobody asks too often. */
function addressOf(name: string): string {
  return `192.0.2.${name.replaceAll(/\D/g, '') || '250'}`;
}
