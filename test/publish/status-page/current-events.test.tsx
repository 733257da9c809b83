import { describe, expect, it } from 'vitest';

import { NO_PUBLIC_RECORDS, type PublicMaintenance } from '../../../src/domain/public-records.js';
import { CurrentEvents } from '../../../src/publish/status-page/current-events.js';
import { renderToString } from 'preact-render-to-string';
import { samplePage } from '../../support/public-app.js';
import { sampleMaintenance } from '../../support/sample-site.js';
import { SAMPLE_NOW_MS, sampleStates } from '../../support/sample-snapshot.js';

describe('CurrentEvents', () => {
  const shown = (maintenance: Partial<PublicMaintenance>): string => {
    const records = { ...NO_PUBLIC_RECORDS, maintenances: [sampleMaintenance(maintenance)] };
    const site = { snapshot: sampleStates()['fine']!, records, staleForMs: null, nowMs: SAMPLE_NOW_MS };
    return renderToString(<CurrentEvents site={site} page={samplePage()} />).replace(/<[^>]+>/g, '');
  };

  it('says that maintenance which names no objective affects all', () => {
    expect(shown({ slos: [] })).toContain('Affects all objectives');
  });

  it('names those that maintenance affects', () => {
    expect(shown({ slos: ['slo-1'] })).toMatch(/Affects Availability$/);
  });
});
