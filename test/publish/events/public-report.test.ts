import { describe, expect, it } from 'vitest';

import { publishReport } from '../../../src/app/report/publish-report.js';
import { MINUTE_MS } from '../../../src/domain/clock.js';
import type { OperatorRecords } from '../../../src/domain/operator-action.js';
import { publicReport } from '../../../src/publish/events/public-report.js';
import { renderReport } from '../../../src/publish/report/render-report.js';
import { AFTER_MS, correction, maintenance, memoryReport, octoberHistory } from '../../support/report-samples.js';
import { sampleStatus } from '../../support/sample-snapshot.js';
import { tempStore } from '../../support/temp-store.js';

const BY = 'zqx7-person';
const AT = Date.parse('2026-10-21T00:00:00Z');

/** A report with everything that names whoever did it: in force, cancelled, revoked, and changed since it was published. */
async function reportNamingPersons() {
  const clock = { ms: AFTER_MS, nowMs: () => clock.ms };
  const { chronicle } = tempStore({ clock });
  const history = octoberHistory();
  await publishReport(chronicle, await memoryReport(history, {}, { published: chronicle }));
  clock.ms += MINUTE_MS;
  history.records = {
    maintenances: [
      maintenance(1, '2026-10-20T00:00:00Z', '2026-10-20T02:00:00Z', { recordedBy: BY }),
      maintenance(2, '2026-10-22T00:00:00Z', '2026-10-22T02:00:00Z', {
        recordedBy: BY,
        cancelledAtMs: AT,
        cancelledBy: BY,
      }),
    ],
    corrections: [
      correction(1, '2026-10-09T14:00:00Z', '2026-10-09T14:30:00Z', { recordedBy: BY }),
      correction(2, '2026-10-09T14:30:00Z', '2026-10-09T14:40:00Z', {
        recordedBy: BY,
        revokedAtMs: AT,
        revokedBy: BY,
      }),
    ],
  } satisfies OperatorRecords;
  return memoryReport(history, {}, { published: chronicle });
}

describe('publicReport()', () => {
  it.each(['en', 'ja'] as const)('leaves out who did what, wherever a report says it: %s', async (language) => {
    const report = await reportNamingPersons();
    const [told, kept] = [report, publicReport(report)].map((one) => renderReport(one, 'html', language, '1.2.3'));
    // Recorded four times, cancelled and revoked once each, and once of what is told to have changed.
    expect(told!.split(BY).length - 1).toBeGreaterThanOrEqual(7);
    expect(kept).not.toContain(BY);
  });

  it('leaves everything else as it is', async () => {
    const report = await reportNamingPersons();
    const texts = [report, publicReport(report)].map((one) => renderReport(one, 'md', 'en', '1.2.3'));
    expect(texts[0]!.replaceAll(` by ${BY}`, '')).toBe(texts[1]);
  });

  it('says of an SLO that could not be evaluated that it was not, but not why', async () => {
    const report = await reportNamingPersons();
    const [month] = report.slos;
    if (month?.kind !== 'slo') throw new Error('the sample has an SLO');
    const error = 'no such column in /srv/zqx7-path';
    const failed = {
      kind: 'failed' as const,
      definition: month.definition,
      status: { ...sampleStatus(month.definition, 'no_data', AFTER_MS), error },
      error,
    };
    const [told, kept] = [{ ...report, slos: [failed] }, publicReport({ ...report, slos: [failed] })].map((one) =>
      renderReport(one, 'html', 'en', '1.2.3'),
    );
    expect(told).toContain('zqx7-path');
    expect(kept).not.toContain('zqx7-path');
    expect(kept).toContain(month.definition.displayName);
  });
});
