import { describe, expect, it } from 'vitest';

import { renderReport } from '../../../src/publish/report/render-report.js';
import { hostileReport } from '../../support/hostile-report.js';
import { MemoryHistory } from '../../support/memory-history.js';
import { memoryReport, octoberHistory } from '../../support/report-samples.js';
import { series, slo } from '../../support/slo-samples.js';

describe('reportMarkdown()', () => {
  it('has the result, the budget, what failed and the digest', async () => {
    const report = await memoryReport(octoberHistory());
    const text = renderReport(report, 'md', 'en', '1.2.3');
    expect(text).toContain('# SLO report, October 2026\n');
    expect(text).toContain('| Availability | 99.9% | 99.001% | −898% | 100% | Missed |');
    expect(text).toContain('99.001% of 6,012 queries were good, 60 were not: the objective of 99.9% was missed.');
    expect(text).toMatch(/\| Allowed \(0\.1%\) \| 100% \| 44 minutes 38 seconds \| 6\.01 \|/);
    expect(text).toContain('| ns2 | 3,036 | 60 | 98.023% | timeout (40) |');
    expect(text).toContain('| 9 Oct 14:00–15:00 | 60 | 68 | 998.1% | timeout (40) |');
    expect(text).toContain(report.digest);
  });

  it('has tables of whole rows whatever things are called', async () => {
    const text = renderReport(await hostileReport(), 'md', 'en', '1.2.3');
    const tables = text.split('\n\n').filter((block) => block.startsWith('|'));
    expect(tables.length).toBeGreaterThan(10);
    for (const table of tables) {
      const cells = table.split('\n').map((row) => row.replaceAll(/\\./g, '').split('|').length);
      expect(new Set(cells).size).toBe(1);
    }
    expect(text).not.toMatch(/<[a-z/!]/i);
    expect(text.replaceAll(/\\./g, '')).not.toMatch(/`|\]\(|\u202e|https:\/\//);
  });

  it('says how many votes were inconclusive, in each language', async () => {
    const history = octoberHistory();
    history.add({ ...series('ns1'), vantage: 'osaka' }, Date.parse('2026-10-01T00:00:00Z'), [
      { outcome: 'answered', count: 1, rttUs: 900 },
    ]);
    const slos = [slo({ weighing: { kind: 'quorum', share: 0.51, fewestVantages: 2 } })];
    const report = await memoryReport(history, { slos });
    // Of 2 × 1488 half hours, two of which lie in the hour of 60 minutes, one has two vantages.
    const [all, inconclusive] = ['3,034', '3,033'];
    expect(renderReport(report, 'md', 'en', '1')).toContain(
      `${inconclusive} of ${all} minutes (of each resolver and query) were inconclusive: fewer than 2 vantages`,
    );
    expect(renderReport(report, 'md', 'ja', '1')).toContain(`${all} 分のうち ${inconclusive} 分は`);
    expect(renderReport(await memoryReport(history), 'md', 'en', '1')).not.toContain('were inconclusive');
  });

  it('does not let a month of which little is known read as a kept promise', async () => {
    const history = new MemoryHistory();
    history.add(series(), Date.parse('2026-10-31T23:00:00Z'), [{ outcome: 'answered', count: 9, rttUs: 900 }]);
    const partly = (report: Awaited<ReturnType<typeof memoryReport>>) =>
      renderReport(report, 'md', 'en', '1')
        .split('\n')
        .filter((line) => line.includes('of this time was measured'));
    expect(partly(await memoryReport(history))[0]).toBe(
      '> **Only &lt;0.1% of this time was measured: of the rest nothing is known, neither good nor bad.**',
    );
    expect(partly(await memoryReport(octoberHistory()))).toEqual([]);
  });
});
