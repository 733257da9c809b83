import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { english } from '../../../src/publish/text/english.js';
import { IncidentKeeper } from '../../../src/app/operator/incident-keeper.js';
import { OperatorDesk } from '../../../src/app/operator/operator-desk.js';
import { DAY_MS } from '../../../src/domain/clock.js';
import { createAdminApp } from '../../../src/publish/admin/admin-listener.js';
import { AlertWorld } from '../../support/alert-world.js';
import { RecordingLog } from '../../support/recording-log.js';
import { slo } from '../../support/slo-samples.js';
import { tempFolder, tempStore } from '../../support/temp-store.js';

const T0 = Date.parse('2026-10-20T12:00:00Z');
const TOKENS = [
  { name: 'ada', token: 'ada-secret', scopes: ['read', 'operate'] },
  { name: 'viewer', token: 'view-secret', scopes: ['read'] },
] as const;
const HOST = '127.0.0.1:8081';

/** Whatever is answered: a test says what it expects of it. */
interface Answer {
  readonly proposals: readonly unknown[];
  readonly error: { readonly code: string; readonly message: string };
}

/** The admin listener on a store; requests are Ada's unless they say otherwise. */
function rig(
  options: { readonly tokens?: typeof TOKENS | readonly []; readonly allowedHosts?: readonly string[] } = {},
) {
  const clock = { ms: T0, nowMs: () => clock.ms };
  const store = tempStore({ file: join(tempFolder(), 'store.db'), clock });
  const { operators, chronicle } = store;
  const world = new AlertWorld([slo(), slo({ name: 'latency', displayName: 'Latency' })]);
  const desk = new OperatorDesk({
    store: operators,
    clock,
    slos: () => world.slos.map(({ definition }) => definition),
    keptAt: (nowMs) => Promise.resolve({ minutesFromMs: nowMs - DAY_MS, hoursFromMs: 0, daysFromMs: 0 }),
    effectOf: () => Promise.resolve([]),
  });
  const { tokens = TOKENS, allowedHosts = [] } = options;
  const log = new RecordingLog();
  const { app } = createAdminApp({
    config: { listen: { host: '127.0.0.1', port: 8081 }, tokens, allowedHosts },
    metrics: { contentType: 'text/plain', text: () => Promise.resolve('') },
    queries: {} as never,
    operators: desk,
    log,
    clock,
    version: '0.0.0-test',
  });
  const keeper = new IncidentKeeper({ store: operators, alertLog: chronicle, watchedSinceMs: T0 });
  const headers = { host: HOST, authorization: 'Bearer ada-secret' };
  return {
    clock,
    operators,
    app,
    log,
    async get(url: string, more: Readonly<Record<string, string>> = {}) {
      const response = await app.inject({ url, headers: { ...headers, ...more } });
      return { status: response.statusCode, body: response.json<Answer>() };
    },
    async post(url: string, payload: unknown, more: Readonly<Record<string, string>> = {}) {
      const type = { 'content-type': 'application/json' };
      const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
      const response = await app.inject({
        method: 'POST',
        url,
        headers: { ...headers, ...type, ...more },
        payload: text,
      });
      return { status: response.statusCode, body: response.json<Answer>() };
    },
    async fire() {
      await world.set(store, 'availability', 'fast-burn', true, clock.ms);
      clock.ms += 1000;
      await keeper.work(world.snapshot(clock.ms), { mode: 'propose', language: english });
    },
  };
}

const OPENING = { title: 'Timeouts', impact: 'major', message: 'Some fail.', slos: ['availability'] };
const WORK = { title: 'Rack move', from: '2026-10-22T01:00:00Z', to: '2026-10-22T12:00:00+09:00' };
const CORRECTION = {
  slo: 'availability',
  from: '2026-10-20T11:00:00Z',
  to: '2026-10-20T11:10:00Z',
  kind: 'exclude',
  reason: 'the carrier',
};

describe('registerOperatorRoutes()', () => {
  it('opens, updates and resolves an incident and links its post-mortem, in the name of the token', async () => {
    const it = rig();
    const opened = await it.post('/api/v1/incidents', { ...OPENING, at: '2026-10-20T11:30:00Z' });
    expect(opened).toMatchObject({
      status: 201,
      body: { id: 1, status: 'investigating', openedAt: '2026-10-20T11:30:00Z', updates: [{ recordedBy: 'ada' }] },
    });
    const update = { status: 'identified', message: 'A line.', slos: ['latency'] };
    const updated = await it.post('/api/v1/incidents/1/updates', update);
    expect(updated).toMatchObject({ status: 200, body: { status: 'identified', slos: ['availability', 'latency'] } });
    const resolved = await it.post('/api/v1/incidents/1/resolve', { message: 'Over.' });
    expect(resolved).toMatchObject({ status: 200, body: { resolvedAt: '2026-10-20T12:00:00Z' } });
    const linked = await it.post('/api/v1/incidents/1/post-mortem', { url: 'https://example.org/pm' });
    expect(linked.body).toMatchObject({ postMortem: 'https://example.org/pm', postMortems: [{ recordedBy: 'ada' }] });
    expect((await it.get('/api/v1/incidents')).body).toEqual({ incidents: [linked.body], proposals: [] });
  });

  it('publishes and dismisses what alerts propose', async () => {
    const it = rig();
    await it.fire();
    const { body } = await it.get('/api/v1/incidents');
    expect(body.proposals).toMatchObject([{ proposal: 1, status: 'proposed', alerts: [{ alert: 'fast-burn' }] }]);
    const published = await it.post('/api/v1/proposals/1/publish', { impact: 'critical' });
    expect(published).toMatchObject({ status: 201, body: { id: 1, impact: 'critical', slos: ['availability'] } });
    const late = await it.post('/api/v1/proposals/1/dismiss', {});
    expect([late.status, late.body]).toEqual([
      400,
      {
        error: {
          code: 'OPERATION_REFUSED',
          message: expect.stringContaining('published as incident 1 by ada') as string,
        },
      },
    ]);
    expect((await it.get('/api/v1/proposals')).body).toMatchObject({
      proposals: [{ status: 'published', incident: 1 }],
    });
  });

  it('announces and cancels maintenance', async () => {
    const it = rig();
    const added = await it.post('/api/v1/maintenance', WORK);
    expect(added).toMatchObject({
      status: 201,
      body: { id: 1, state: 'scheduled', to: '2026-10-22T03:00:00Z', recordedBy: 'ada', slos: [] },
    });
    expect((await it.get('/api/v1/maintenance')).body).toEqual({ maintenance: [added.body] });
    const cancelled = await it.post('/api/v1/maintenance/1/cancel', {});
    expect(cancelled.body).toMatchObject({ state: 'cancelled', cancelledBy: 'ada' });
    expect((await it.post('/api/v1/maintenance/1/cancel', {})).status).toBe(400);
  });

  it('takes time out and puts it back', async () => {
    const it = rig();
    const added = await it.post('/api/v1/corrections', CORRECTION);
    expect(added).toMatchObject({ status: 201, body: { id: 1, kind: 'exclude', recordedBy: 'ada', effect: [] } });
    const revoked = await it.post('/api/v1/corrections/1/revoke', {});
    expect(revoked.body).toMatchObject({ revokedBy: 'ada' });
    expect((await it.get('/api/v1/corrections')).body).toMatchObject({ corrections: [{ id: 1, revokedBy: 'ada' }] });
  });

  it('offers corrections, of which each is accepted or dismissed once', async () => {
    const it = rig();
    const window = { fromMs: T0 - 7_200_000, toMs: T0 - 3_600_000, reason: 'carrier downtime:3m' };
    const offers = ['a', 'b'].map((source) => ({ source, slo: 'availability', ...window }));
    await it.operators.offerCorrections(offers);
    expect((await it.get('/api/v1/correction-offers')).body).toMatchObject({
      offers: [{ offer: 1, status: 'offered', from: '2026-10-20T10:00:00Z', correction: null }, { offer: 2 }],
    });
    const accepted = await it.post('/api/v1/correction-offers/1/accept', { reason: 'The carrier was down.' });
    expect(accepted).toMatchObject({
      status: 201,
      body: { id: 1, reason: 'The carrier was down.', recordedBy: 'ada' },
    });
    expect((await it.post('/api/v1/correction-offers/1/accept', {})).status).toBe(400);
    expect((await it.post('/api/v1/correction-offers/2/dismiss', {})).body).toMatchObject({
      status: 'dismissed',
      endedBy: 'ada',
    });
    expect((await it.post('/api/v1/correction-offers/9/dismiss', {})).status).toBe(400);
    expect((await it.get('/api/v1/corrections')).body).toMatchObject({ corrections: [{ id: 1 }] });
  });

  it('names `admin` where no token is configured', async () => {
    const it = rig({ tokens: [] });
    const { body } = await it.post('/api/v1/incidents', OPENING, { authorization: '' });
    expect(body).toMatchObject({ updates: [{ recordedBy: 'admin' }] });
  });

  it.each<[string, string, unknown, string]>([
    ['a key too many', '/api/v1/incidents', { ...OPENING, by: 'eve' }, 'key "by" is not known here'],
    ['a key too few', '/api/v1/incidents', { ...OPENING, title: undefined }, 'key "title" is missing'],
    ['a value of another type', '/api/v1/incidents', { ...OPENING, title: 7 }, '"title" must be string'],
    ['an item of another type', '/api/v1/incidents', { ...OPENING, slos: [7] }, '"slos.0" must be string'],
    [
      'another impact',
      '/api/v1/incidents',
      { ...OPENING, impact: 'huge' },
      '"impact" must be one of minor, major, critical',
    ],
    ['a time that is none', '/api/v1/incidents', { ...OPENING, at: 'noon' }, '"at" must be an ISO 8601 time'],
    ['a time to come', '/api/v1/incidents', { ...OPENING, at: '2026-10-20T12:00:01Z' }, 'at: a time that has been'],
    [
      'an unknown SLO',
      '/api/v1/incidents',
      { ...OPENING, slos: ['x'] },
      'slo: the name of a configured SLO is required',
    ],
    ['an empty message', '/api/v1/incidents', { ...OPENING, message: ' ' }, 'message: a text is required'],
    ['what is no map', '/api/v1/incidents', [], 'the body must be object'],
    [
      'resolving by an update',
      '/api/v1/incidents/1/updates',
      { status: 'resolved', message: 'M' },
      '"status" must be one of',
    ],
    ['an id that is none', '/api/v1/incidents/x/resolve', { message: 'M' }, '"id" must match'],
    ['an unknown id', '/api/v1/incidents/9/resolve', { message: 'M' }, 'id: the id of an incident is required'],
    ['a script as a link', '/api/v1/incidents/1/post-mortem', { url: 'javascript:1' }, 'url: an http or https URL'],
    ['an end before its beginning', '/api/v1/maintenance', { ...WORK, to: '2026-10-21' }, 'to: a time after "from"'],
    [
      'a correction of what is to come',
      '/api/v1/corrections',
      { ...CORRECTION, from: '2026-10-21', to: '2026-10-22' },
      'from: a time that has been',
    ],
    ['keys where none are needed', '/api/v1/corrections/1/revoke', { x: 1 }, 'key "x" is not known here'],
    ['an unknown proposal', '/api/v1/proposals/9/publish', {}, 'id: the id of a proposed incident is required'],
  ])('refuses %s, naming the key', async (_, url, payload, message) => {
    const it = rig();
    const { status, body } = await it.post(url, payload);
    expect([status, body.error.message]).toEqual([400, expect.stringContaining(message)]);
    expect([await it.operators.incidents(), (await it.operators.operatorRecords()).maintenances]).toEqual([[], []]);
  });

  it.each<[string, Readonly<Record<string, string>>, number, string]>([
    ['a page elsewhere', { origin: 'https://evil.example.org' }, 403, 'FOREIGN_ORIGIN'],
    ['another port of this host', { origin: 'http://127.0.0.1:8080' }, 403, 'FOREIGN_ORIGIN'],
    ['a sandboxed page', { origin: 'null' }, 403, 'FOREIGN_ORIGIN'],
    ['a name that begins like ours', { origin: `http://${HOST}.example.org` }, 403, 'FOREIGN_ORIGIN'],
    ['a path behind our name', { origin: `http://${HOST}/x` }, 403, 'FOREIGN_ORIGIN'],
    ['a form elsewhere without an Origin', { 'sec-fetch-site': 'cross-site' }, 403, 'FOREIGN_ORIGIN'],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['plain text, which a form can send', { 'content-type': 'text/plain' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['another host name (DNS rebinding)', { host: 'evil.example.org:8081' }, 403, 'WRONG_HOST'],
    ['a token that may only read', { authorization: 'Bearer view-secret' }, 403, 'FORBIDDEN'],
    ['nobody', { authorization: '' }, 401, 'UNAUTHENTICATED'],
  ])('refuses a change asked for by %s', async (_, headers, status, code) => {
    const it = rig();
    for (const url of ['/api/v1/incidents', '/api/v1/maintenance', '/api/v1/corrections']) {
      const response = await it.post(url, OPENING, headers);
      expect([response.status, response.body.error.code]).toEqual([status, code]);
    }
    expect(await it.operators.incidents()).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['its own page', { origin: `http://${HOST}`, 'sec-fetch-site': 'same-origin' }],
    ['an allowed host', { origin: 'https://admin.example.org', host: 'admin.example.org' }],
    ['an allowed host behind a proxy', { origin: 'https://admin.example.org', host: HOST }],
    ['JSON with a charset', { 'content-type': 'application/json; charset=utf-8' }],
  ])('takes a change from %s', async (_, headers) => {
    const it = rig({ allowedHosts: ['admin.example.org'] });
    expect((await it.post('/api/v1/incidents', OPENING, headers)).status).toBe(201);
  });

  it('refuses a body that is no JSON, empty or of more than 64 KB', async () => {
    const it = rig();
    const longest = 'x'.repeat(65_000);
    expect((await it.post('/api/v1/incidents', '{')).status).toBe(400);
    expect((await it.post('/api/v1/incidents', '')).status).toBe(400);
    expect((await it.post('/api/v1/incidents', { ...OPENING, message: `${longest}${longest}` })).status).toBe(413);
    expect((await it.post('/api/v1/incidents', { ...OPENING, message: longest })).body).toMatchObject({
      error: { message: 'message: at most 10000 characters are allowed, found 65000' },
    });
  });

  it('needs the scope `read` for what there is, and answers no other method', async () => {
    const it = rig();
    for (const url of ['incidents', 'proposals', 'maintenance', 'corrections', 'correction-offers'].map(
      (name) => `/api/v1/${name}`,
    )) {
      expect((await it.get(url, { authorization: 'Bearer view-secret' })).status).toBe(200);
      expect((await it.get(url, { authorization: '' })).status).toBe(401);
    }
    const response = await it.app.inject({ method: 'DELETE', url: '/api/v1/incidents', headers: { host: HOST } });
    expect([response.statusCode, response.headers.allow]).toEqual([405, 'GET, HEAD, POST']);
  });
});
