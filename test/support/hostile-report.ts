import type { MonthReport } from '../../src/app/report/month-report.js';
import type { SloDefinition } from '../../src/domain/slo-definition.js';
import {
  AVAILABILITY,
  correction,
  incident,
  LATENCY,
  maintenance,
  memoryReport,
  octoberHistory,
} from './report-samples.js';
import { slo } from './slo-samples.js';

/** What people may call things: Markdown, HTML, a formula, a link, and signs that turn text round. */
export const HOSTILE =
  '=1+1 | `code` **b** <script>alert(1)</script> <img src=x onerror=alert(1)> [l](https://evil.example/) @team "q" \u202eabc';

/** A report of which everything that users name is hostile, with all kinds of SLOs and events. */
export function hostileReport(): Promise<MonthReport> {
  const named: Partial<SloDefinition> = { displayName: HOSTILE, description: HOSTILE, serviceDisplayName: HOSTILE };
  const part = { name: 'all', compositeWeight: 1, ...named };
  const slos = [
    { ...AVAILABILITY, ...named },
    { ...LATENCY, ...named },
    slo({ name: 'slices', budgetingMethod: 'Timeslices', slices: { widthMs: 1_800_000, target: 0.9 }, ...named }),
    slo({
      name: 'empty',
      indicator: {
        ...AVAILABILITY.indicator,
        total: {
          ...AVAILABILITY.indicator.total,
          selector: { probe: ['absent'], resolver: null, query: null, vantage: null },
        },
      },
    }),
    slo({ ...part, key: 'all', objectiveName: 'one' }),
    slo({ ...part, key: 'all#2', objectiveName: HOSTILE, objective: 0.9 }),
    slo({ name: 'mars', calendar: { unit: 'month', count: 1, timeZone: 'Mars/Olympus', anchor: null } }),
  ];
  const history = octoberHistory();
  history.records = {
    maintenances: [
      maintenance(1, '2026-10-09T14:30:00Z', '2026-10-09T15:00:00Z', { title: HOSTILE, recordedBy: HOSTILE }),
      maintenance(2, '2026-10-20T00:00:00Z', '2026-10-20T02:00:00Z', {
        recordedAtMs: Date.parse('2026-10-20T01:00:00Z'),
      }),
    ],
    corrections: [
      correction(1, '2026-10-09T14:00:00Z', '2026-10-09T14:30:00Z', { reason: HOSTILE, recordedBy: HOSTILE }),
    ],
  };
  const trouble = { ...incident(1, '2026-10-09T14:00:00Z', '2026-10-09T15:00:00Z'), title: HOSTILE };
  const incidents = [{ ...trouble, updates: trouble.updates.map((update) => ({ ...update, message: HOSTILE })) }];
  return memoryReport(history, { slos }, { incidents: { incidents: () => Promise.resolve(incidents) } });
}
