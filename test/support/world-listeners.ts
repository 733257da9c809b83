import type { Page } from 'playwright-core';

import { LANGUAGES } from '../../src/domain/language.js';
import { type PublicListener, startPublicListener } from '../../src/publish/http/public-listener.js';
import { SAMPLE_PUBLIC_CONFIG, samplePublicOptions } from './public-app.js';
import type { SiteWorld } from './site-worlds.js';

/** Serves a world in both languages, on a port of its own. */
export async function serveWorld({ snapshot, records, history, nowMs }: SiteWorld): Promise<PublicListener> {
  const config = { ...SAMPLE_PUBLIC_CONFIG, languages: LANGUAGES };
  const listener = await startPublicListener(samplePublicOptions({ config, history, clock: { nowMs: () => nowMs } }));
  if (snapshot !== null) listener.publish(snapshot);
  listener.publishRecords(records);
  return listener;
}

/**
 * Notes whatever a careful visitor would object to: errors, failures, dialogs, requests to anybody else.
 * Takes the notes out when called.
 */
export function objectionsOf(page: Page, origin: () => string): () => readonly string[] {
  const noted: string[] = [];
  page.on('console', (message) => {
    // Of the page itself, whose status is known: 404 and 503 are what is wanted there.
    if (message.location().url !== page.url()) noted.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => noted.push(`error: ${error.message}`));
  page.on('requestfailed', (request) => {
    // Chromium asks for the icon late, and gives it up when the page is left before.
    const isLeft = request.failure()?.errorText === 'net::ERR_ABORTED' && request.url().endsWith('/favicon.svg');
    if (!isLeft) noted.push(`failed: ${request.url()}`);
  });
  page.on('dialog', (dialog) => {
    noted.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin()}/`)) noted.push(`foreign: ${request.url()}`);
  });
  return () => noted.splice(0);
}
