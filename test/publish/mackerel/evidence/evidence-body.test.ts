import { describe, expect, it } from 'vitest';

import { NO_OUTCOMES } from '../../../../src/domain/outcome.js';
import type { SituatedSlo, Situation } from '../../../../src/domain/situation.js';
import type { SloStatus } from '../../../../src/domain/slo-status.js';
import { evidenceBody } from '../../../../src/publish/mackerel/evidence/evidence-body.js';
import { timeoutAt } from '../../../support/failure-samples.js';
import { sampleSlo } from '../../../support/minute-report-samples.js';

const T0 = Date.parse('2026-11-24T12:00:00Z');
const window = { fromMs: T0, toMs: T0 + 600_000 };
const CONTEXT = { vantage: 'tokyo', baseUrl: 'https://status.example.org' };
const firing = { name: 'fast-burn', severity: 'page', state: 'firing', since: null } as const;

function situated(changes: Partial<SloStatus>, more: Partial<SituatedSlo> = {}): SituatedSlo {
  const status = sampleSlo(changes);
  return { key: status.name, visibility: 'public', status, alertChanges: [], changes: [], ...more };
}

function body(slos: readonly SituatedSlo[], more: Partial<Situation> = {}): string {
  return evidenceBody({ window, slos, resolvers: [], failures: [], ...more }, CONTEXT, { kind: 'all' });
}

describe('evidenceBody()', () => {
  it('tells first of what fires, then of what is spent, and of five SLOs at most', () => {
    const windows = { longWindow: '1h', shortWindow: '5m', threshold: 13.44 };
    const slos = [
      ...['a', 'b', 'c', 'd'].map((name) => situated({ displayName: name, status: 'met' })),
      situated({ displayName: 'spent', status: 'violated' }),
      situated({ displayName: 'burning', status: 'at_risk', alerts: [{ ...firing, ...windows }] }),
    ];
    const titles = [...body(slos).matchAll(/^\*\*(\w+)\*\*: /gm)].map(([, title]) => title);
    expect(titles).toEqual(['burning', 'spent', 'a', 'b', 'c']);
    expect(body(slos)).toContain('\n\n1 more SLOs are concerned.\n\n');
  });

  it('links no page of an internal SLO, nor any where nobody said where the page is', () => {
    expect(body([situated({})])).toContain('(https://status.example.org/slo/public-availability)');
    expect(body([situated({}, { visibility: 'internal' })])).not.toContain('https://');
    const nowhere = { vantage: 'tokyo', baseUrl: null };
    const none: Situation = { window, slos: [situated({})], resolvers: [], failures: [] };
    expect(evidenceBody(none, nowhere, { kind: 'all' })).not.toContain('http');
  });

  it('lets no name and no text from the network be more than text', () => {
    const hostile = '<img src=x> [a](http://x) `b` | *c* \u202e\n# d';
    const series = { vantage: 'tokyo', probe: 'p', resolver: hostile, query: 'q' };
    const text = body([situated({ displayName: hostile })], {
      resolvers: [{ resolver: hostile, counts: { ...NO_OUTCOMES, answered: 1 }, p50Us: 1, p99Us: null }],
      failures: [timeoutAt(T0, { series, detail: hostile })],
    });
    const rows = text.split('\n');
    expect(rows.filter((row) => row.startsWith('# '))).toEqual([]);
    // Outside of code everything that could act is escaped; within code no backtick ends it.
    const outside = text.replaceAll(/`[^`\n]*`/g, '');
    expect(outside).not.toMatch(/(?<!\\)<img|(?<!\\)\[a(?<!\\)\]/);
    expect(text).not.toContain('\u202e');
    const row = rows.find((one) => one.startsWith('| `<img'))!;
    expect(row.split('|')).toHaveLength(8);
  });

  it('says that nothing is known, instead of nothing', () => {
    const silent = {
      sli: null,
      errorBudget: { total: 0.001, consumed: null, remaining: null },
      burnRates: { '5m': null },
    };
    const text = body([situated({ ...silent, status: 'no_data' })]);
    expect(text).toContain('**Availability**: no data\n\nSLI – of 99.9 % over 28d; error budget left –\n');
    expect(text).toContain('None are known.');
  });

  it('never shows all where nearly all were answered', () => {
    const counts = { ...NO_OUTCOMES, answered: 9_999_999, timeout: 1 };
    const text = body([], { resolvers: [{ resolver: 'ns1', counts, p50Us: null, p99Us: null }] });
    expect(text).toContain('| `ns1` | 10,000,000 | 99.999 % | – | – | 1 `timeout` |');
  });
});
