import { describe, expect, it } from 'vitest';

import type { MeasuredProbe, MeasuredStub } from '../../../src/domain/measured-probe.js';
import { publicSnapshot } from '../../../src/publish/public-api/public-snapshot.js';
import { sampleSnapshot } from '../../support/sample-snapshot.js';
import { series } from '../../support/slo-samples.js';

const stub = (name: string): MeasuredStub => ({
  name,
  resolvers: 2,
  attempts: 2,
  timeoutMs: 5_000,
  rotate: false,
  deadlineMs: null,
});

const probe = (name: string, stubs: readonly MeasuredStub[]): MeasuredProbe => ({
  name,
  everyMs: 1_000,
  timeoutMs: 500,
  stubs,
});

describe('publicSnapshot()', () => {
  it('hands nothing of internal SLOs on, nor how what only they select is measured', () => {
    const probes = [probe('public', [stub('stub'), stub('stub-secret')]), probe('secret', [stub('stub')])];
    const whole = sampleSnapshot(
      [
        { name: 'shown', series: [series('ns1'), series('stub')] },
        { name: 'hidden', visibility: 'internal', series: [series('stub-secret'), series('stub', 'www', 'secret')] },
      ],
      { probes },
    );
    const shown = publicSnapshot(whole);
    expect(shown.slos.map(({ definition }) => definition.name)).toEqual(['shown']);
    expect(shown.probes).toEqual([probe('public', [stub('stub')])]);
    expect(JSON.stringify(shown)).not.toMatch(/secret|hidden/);
  });
});
