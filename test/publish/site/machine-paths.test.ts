import { gunzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { LANGUAGES } from '../../../src/domain/language.js';
import { createPublicApp } from '../../../src/publish/http/public-listener.js';
import { SAMPLE_PUBLIC_CONFIG, samplePublicOptions } from '../../support/public-app.js';
import { SAMPLE_SERIES, sampleSnapshot } from '../../support/sample-snapshot.js';
import { sampleIncident, sampleMaintenance } from '../../support/sample-site.js';

const SLOS = [
  { name: 'availability', displayName: 'Availability' },
  {
    name: 'classified',
    displayName: 'Classified',
    visibility: 'internal',
    series: [{ ...SAMPLE_SERIES, resolver: 'classified' }],
  },
] as const;

function appWith() {
  const config = { ...SAMPLE_PUBLIC_CONFIG, languages: LANGUAGES, baseUrl: 'https://status.example.org' };
  const { app, publish, publishRecords } = createPublicApp(samplePublicOptions({ config }));
  publish(sampleSnapshot(SLOS));
  publishRecords({ incidents: [sampleIncident()], maintenances: [sampleMaintenance()], corrections: [] });
  return app;
}

const PATHS: readonly (readonly [string, string])[] = [
  ['/feed.atom', 'application/atom+xml; charset=utf-8'],
  ['/feed.rss', 'application/rss+xml; charset=utf-8'],
  ['/ja/feed.atom', 'application/atom+xml; charset=utf-8'],
  ['/en/feed.rss', 'application/rss+xml; charset=utf-8'],
  ['/maintenance.ics', 'text/calendar; charset=utf-8'],
  ['/badge.svg', 'image/svg+xml; charset=utf-8'],
  ['/badge/availability.svg', 'image/svg+xml; charset=utf-8'],
  ['/badge/availability/sli.svg', 'image/svg+xml; charset=utf-8'],
  ['/badge/availability/budget.svg', 'image/svg+xml; charset=utf-8'],
  ['/openapi.json', 'application/json; charset=utf-8'],
  ['/api/v1/slos', 'application/json; charset=utf-8'],
  ['/api/v1/incidents', 'application/json; charset=utf-8'],
  ['/api/v2/summary.json', 'application/json; charset=utf-8'],
  ['/api/v2/scheduled-maintenances/active.json', 'application/json; charset=utf-8'],
];

describe('createPublicApp() serving machines', () => {
  it.each(PATHS)('lets any page read %s, which is sent once for each change', async (url, contentType) => {
    const app = appWith();
    const response = await app.inject(url);
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({
      'content-type': contentType,
      'access-control-allow-origin': '*',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
    });
    const again = await app.inject({ url, headers: { 'if-none-match': String(response.headers.etag) } });
    expect(again.statusCode).toBe(304);
    expect(again.headers['access-control-allow-origin']).toBe('*');
    const zipped = await app.inject({ url, headers: { 'accept-encoding': 'gzip' } });
    if (zipped.headers['content-encoding'] === 'gzip')
      expect(gunzipSync(zipped.rawPayload).toString()).toBe(response.body);
    else expect(zipped.body.length).toBeLessThan(1_100);
    expect(response.body).not.toMatch(/classified/i);
  });

  it('speaks the language of who asks, and tells caches so', async () => {
    const response = await appWith().inject({ url: '/feed.atom', headers: { 'accept-language': 'ja' } });
    expect(response.body).toContain('xml:lang="ja"');
    expect(response.headers.vary).toContain('accept-language');
  });

  it.each([
    '/badge/classified.svg',
    '/badge/classified/sli.svg',
    '/badge/nothing.svg',
    '/badge/.svg',
    '/badge/availability',
    '/badge/%00.svg',
  ])('knows nothing of %s', async (url) => {
    expect((await appWith().inject(url)).statusCode).toBe(404);
  });

  it.each(PATHS)('answers %s with 503 before the first evaluation', async (url) => {
    const { app } = createPublicApp(samplePublicOptions({ config: { ...SAMPLE_PUBLIC_CONFIG, languages: LANGUAGES } }));
    expect((await app.inject(url)).statusCode).toBe(503);
  });
});
