import { describe, expect, it } from 'vitest';

import { csvField, reportCsv } from '../../../src/publish/report/report-csv.js';
import { hostileReport } from '../../support/hostile-report.js';
import { memoryReport, octoberHistory } from '../../support/report-samples.js';
import { slo } from '../../support/slo-samples.js';

/** RFC 4180, read strictly. */
function parse(csv: string): readonly Readonly<Record<string, string>>[] {
  const rows: string[][] = [];
  let rest = csv;
  while (rest !== '') {
    const row: string[] = [];
    for (;;) {
      const match = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest);
      if (match === null) throw new Error(`no CSV: ${rest.slice(0, 40)}`);
      row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
      rest = rest.slice(match[0].length);
      if (match[3] === '\r\n') break;
    }
    rows.push(row);
  }
  const [header, ...lines] = rows;
  return lines.map((line) => Object.fromEntries(header!.map((name, i) => [name, line[i]!])));
}

describe('reportCsv()', () => {
  it('has a line for each day of each SLO and one for the month, and no data is an empty field', async () => {
    const lines = parse(reportCsv(await memoryReport(octoberHistory())));
    expect(lines).toHaveLength(2 * 32);
    expect(lines[8]).toMatchObject({
      month: '2026-10',
      date: '2026-10-09',
      slo: 'availability',
      good: '192',
      valid: '252',
      status: '',
    });
    expect(lines[31]).toMatchObject({ date: '', good: '5952', valid: '6012', status: 'violated', coverage: '1' });
    expect(lines[31]!['digest']).toMatch(/^[0-9a-f]{64}$/);
    expect(lines[40]).toMatchObject({ slo: 'latency', date: '2026-10-09', p90_us: '', p99_us: '' });
    const empty = parse(reportCsv(await memoryReport(octoberHistory(), { month: '2020-02' })));
    expect(empty[0]).toMatchObject({
      date: '2020-02-01',
      good: '',
      valid: '',
      sli: '',
      measured_valid: '',
      p50_us: '',
    });
    expect(empty[29]).toMatchObject({
      date: '',
      good: '',
      sli: '',
      budget_consumed: '',
      coverage: '0',
      status: 'no_data',
    });
  });

  it('quotes what needs it, and no text is a formula', async () => {
    expect(['a,b', 'a"b', 'a\r\nb', 'plain'].map(csvField)).toEqual(['"a,b"', '"a""b"', '"a\r\nb"', 'plain']);
    expect(['=1+1', '+1', '-1', '@x', '\tx'].map(csvField)).toEqual(["'=1+1", "'+1", "'-1", "'@x", "'\tx"]);
    expect([csvField(-0.5), csvField(null)]).toEqual(['-0.5', '']);
    const named = slo({ service: '=cmd|"x"', name: 'a' });
    expect(parse(reportCsv(await memoryReport(octoberHistory(), { slos: [named] })))[0]!['service']).toBe('\'=cmd|"x"');
    const fields = parse(reportCsv(await hostileReport())).flatMap((line) => Object.values(line));
    expect(fields.filter((field) => /^[=+@\t]/.test(field))).toEqual([]);
    expect(fields.filter((field) => /^'[=+@\t-]/.test(field))).not.toEqual([]);
  });
});
