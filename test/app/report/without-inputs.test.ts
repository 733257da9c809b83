import { describe, expect, it } from 'vitest';

import { withoutInputs } from '../../../src/app/report/without-inputs.js';
import { renderReport } from '../../../src/publish/report/render-report.js';
import { memoryReport, octoberHistory } from '../../support/report-samples.js';

describe('withoutInputs()', () => {
  it('leaves all that is shown, and a small part of what was read', async () => {
    const full = await memoryReport(octoberHistory());
    const shown = withoutInputs(full);
    for (const format of ['html', 'md', 'json', 'csv'] as const)
      expect(renderReport(shown, format, 'en', '1.0.0')).toBe(renderReport(full, format, 'en', '1.0.0'));
    expect(JSON.stringify(shown)).not.toContain('"inputs"');
    expect(JSON.stringify(shown).length).toBeLessThan(JSON.stringify(full).length / 3);
  });
});
