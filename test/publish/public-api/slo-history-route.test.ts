import { describe, expect, it, vi } from 'vitest';

import { sloHistory, type SloHistoryQuery } from '../../../src/app/site/slo-history.js';
import { createPublicApp } from '../../../src/publish/http/public-listener.js';
import type { SloHistoryQueries } from '../../../src/publish/public-api/slo-history-queries.js';
import { MemoryHistory } from '../../support/memory-history.js';
import { sampleHistory, samplePublicOptions } from '../../support/public-app.js';
import { samplePast, siteHistory } from '../../support/sample-past.js';
import { SAMPLE_NOW_MS, type SampleSlo, sampleSnapshot } from '../../support/sample-snapshot.js';

const NAME = '/api/v1/slos/slo-1/history';

function appWith(sloHistoryQuery: SloHistoryQueries['sloHistory'], slos: readonly SampleSlo[] = [{}]) {
  const { app, publish } = createPublicApp(
    samplePublicOptions({ history: sampleHistory({ sloHistory: sloHistoryQuery }) }),
  );
  publish(sampleSnapshot(slos));
  return app;
}

function appOver(history: MemoryHistory, slos?: readonly SampleSlo[]) {
  return appWith((query) => siteHistory(history).sloHistory(query), slos);
}

describe('/api/v1/slos/NAME/history', () => {
  it('tells the current window, with what was left of its budget', async () => {
    const response = await appOver(samplePast('violated')).inject(NAME);
    expect([response.statusCode, response.headers['access-control-allow-origin']]).toEqual([200, '*']);
    const told = response.json<{ step: string; points: { valid: number; remaining: number | null }[] }>();
    expect(told.step).toBe('6h');
    expect(told).toMatchObject({ name: 'slo-1', objective: 0.999, to: '2026-11-23T12:35:00Z' });
    expect(told.points).toHaveLength(113);
    expect(told.points.at(-1)?.remaining).toBeLessThan(0);
    // The day without data: nothing is known, and the budget of it is null.
    expect(told.points.filter(({ valid }) => valid === 0).every(({ remaining }) => remaining === null)).toBe(true);
    expect(told.points.filter(({ valid }) => valid === 0).length).toBeGreaterThanOrEqual(3);
  });

  it('tells any stretch of time in the step asked for, without a budget', async () => {
    const search = 'from=2026-11-22T00:00:00Z&to=2026-11-22T06:00:00Z&step=2h';
    const told = (await appOver(samplePast('met')).inject(`${NAME}?${search}`)).json<{ points: object[] }>();
    expect(told.points).toMatchObject([
      { time: '2026-11-22T00:00:00Z', valid: 40_000 },
      { time: '2026-11-22T02:00:00Z', valid: 40_000 },
      { time: '2026-11-22T04:00:00Z', valid: 40_000 },
    ]);
    expect(told.points[0]).not.toHaveProperty('remaining');
  });

  it('gives of several objectives a list', async () => {
    const slos = [
      { name: 'slo-1', objectiveName: 'most' },
      { name: 'slo-1', objectiveName: 'all', number: 2 },
    ];
    const told = (await appOver(samplePast('met'), slos).inject(NAME)).json<{ objectiveName: string }[]>();
    expect(told.map(({ objectiveName }) => objectiveName)).toEqual(['most', 'all']);
  });

  it('knows no SLO that is internal, or that there is not, and reads nothing for it', async () => {
    const asked = vi.fn((query: SloHistoryQuery) => sampleHistory().sloHistory(query));
    const app = appWith(asked, [{ name: 'secret', visibility: 'internal' }]);
    for (const name of ['secret', 'absent', '']) {
      const response = await app.inject(`/api/v1/slos/${name}/history`);
      expect(response.statusCode).toBe(404);
    }
    expect(asked).not.toHaveBeenCalled();
  });

  it.each([
    ['to=2026-11-22T00:00:00Z', 'require "from"'],
    ['step=1h', 'require "from"'],
    ['from=2026-11-23T13:00:00Z', '"from" must be before "to"'],
    ['from=yesterday', '"from" must be an ISO 8601 time'],
    ['from=2026-11-22T00:00:00Z&step=90s', '"step" must be a duration of whole minutes'],
    ['from=2026-11-22T00:00:00Z&step=0m', '"step" must be a duration of whole minutes'],
    ['from=1990-01-01&to=2026-11-22', 'at most 20 years apart'],
    ['from=2026-11-22T00:00:00Z&depth=9', 'depth'],
    ['from=2026-08-01&to=2026-11-22&step=1h', 'at most 1500 points are given'],
  ])('refuses what cannot be answered: %s', async (search, reason) => {
    const response = await appOver(samplePast('no_data')).inject(`${NAME}?${search}`);
    expect(response.statusCode).toBe(400);
    expect(response.json<{ error: { message: string } }>().error.message).toContain(reason);
  });

  it('shares its bounds with the other questions about the past', async () => {
    const app = appOver(samplePast('no_data'));
    const codes: number[] = [];
    for (let i = 0; i < 15; i++) {
      codes.push((await app.inject(NAME)).statusCode);
      codes.push((await app.inject('/api/v1/latency')).statusCode);
    }
    expect(new Set(codes)).toEqual(new Set([200]));
    expect((await app.inject(NAME)).statusCode).toBe(429);
  });

  it('says that it is starting before anything was evaluated', async () => {
    const { app } = createPublicApp(samplePublicOptions());
    expect((await app.inject(NAME)).statusCode).toBe(503);
  });

  it('hides why history could not be read', async () => {
    const failure = Object.assign(new Error('disk at /secret is full'), { code: 'STORE_FULL' });
    const response = await appWith(() => Promise.reject(failure)).inject(NAME);
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('secret');
  });
});

describe('sloHistory()', () => {
  it('says so in a page to whoever reads pages', async () => {
    const app = appWith(() => Promise.reject(new Error('disk on fire')));
    const response = await app.inject('/slo/slo-1');
    expect([response.statusCode, response.headers['content-type']]).toEqual([500, 'text/html; charset=utf-8']);
    expect(response.body).not.toContain('disk on fire');
  });

  it('tells pages of other sites what is wrong with a question', async () => {
    const response = await appOver(samplePast('met')).inject(`${NAME}?unknown=1`);
    expect([response.statusCode, response.headers['access-control-allow-origin']]).toEqual([400, '*']);
  });

  it('reads no more than a month of minutes at once, where only minutes tell', async () => {
    const [view] = sampleSnapshot([{}]).slos;
    const slos = [{ ...view!.definition, weighing: { kind: 'series' } as const }];
    const deps = { history: new MemoryHistory(), sliceHours: null };
    const asked = (days: number) =>
      ({ kind: 'range', fromMs: SAMPLE_NOW_MS - days * 86_400_000, toMs: SAMPLE_NOW_MS, stepMs: null }) as const;
    await expect(sloHistory(deps, { slos, asked: asked(33) })).rejects.toThrow('at most 32d are told at once');
    expect((await sloHistory(deps, { slos, asked: asked(32) })).objectives).toHaveLength(1);
  });
});
