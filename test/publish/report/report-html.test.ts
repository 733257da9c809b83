import { describe, expect, it } from 'vitest';

import { renderReport } from '../../../src/publish/report/render-report.js';
import { hostileReport } from '../../support/hostile-report.js';

describe('reportHtml()', () => {
  it.each(['en', 'ja'] as const)('is one file in %s that runs and asks for nothing', async (language) => {
    const html = renderReport(await hostileReport(), 'html', language, '1.2.3');
    expect(html).toMatch(/^<!doctype html><html lang="(en-GB|ja-JP)">/);
    expect(html).not.toMatch(/<script|<img|<link|<iframe|<object|<embed|<form|@import|javascript:/i);
    expect(html).not.toMatch(/\s(on[a-z]+|src|action|data)=/i.exec(html.replaceAll(/>[^<]*</g, '><'))?.[0] ?? /(?!)/);
    // The only addresses are its own places, and its own patterns.
    const addresses = [...html.replaceAll(/>[^<]*</g, '><').matchAll(/(?:href|url)\s*[=(]\s*["']?([^"')\s>]+)/g)].map(
      ([, to]) => to!,
    );
    expect(addresses.filter((to) => !to.startsWith('#'))).toEqual([]);
    expect(html).toContain("default-src 'none'");
    expect(html).toContain('@media print');
  });

  it('leads to each SLO, and says its charts in words', async () => {
    const html = renderReport(await hostileReport(), 'html', 'en', '1.2.3');
    const targets = [...html.matchAll(/href="#([^"]+)"/g)];
    expect(targets.length).toBeGreaterThan(0);
    for (const [, target] of targets) expect(html).toContain(`id="${target!}"`);
    expect(html).toContain(
      'aria-label="Bar chart, a bar a day. Objective met on 31 days, below it on 0, far below on 0, no data on 0."',
    );
    expect(html).toMatch(/aria-label="Line chart of response time percentiles by day. Over the month: median 20 ms/);
    expect(html).toMatch(
      /aria-label="Line chart of the error budget left, from 100% at the beginning to −[0-9,.]+% at the end."/,
    );
  });
});
