import { describe, expect, it } from 'vitest';

import { evaluateAt } from '../../src/app/evaluate-at.js';
import { Evaluator } from '../../src/app/evaluator.js';
import { withComposites } from '../../src/app/with-composites.js';
import { MINUTE_MS } from '../../src/domain/clock.js';
import type { SloDefinition } from '../../src/domain/slo-definition.js';
import { MemoryAlertStates } from '../support/memory-alert-states.js';
import { MemoryHistory } from '../support/memory-history.js';
import { sampleSlo } from '../support/minute-report-samples.js';
import { sampleStatus } from '../support/sample-snapshot.js';
import { eventSource, series, slo } from '../support/slo-samples.js';

const TO_MS = Date.parse('2026-10-20T12:34:00Z');
const ALONE = slo({ name: 'alone' });
const REACHED = part('reached', 3, 0.99, 'answered');
const CORRECT = part('correct', 1, 0.9, 'replied');
const SLOS = [ALONE, REACHED, CORRECT, slo({ name: 'after' })];

/** One objective of the composite SLO `whole`: answered of valid, or answered of replied. */
function part(objectiveName: string, compositeWeight: number, objective: number, kind: string): SloDefinition {
  const total = eventSource(kind === 'replied' ? 'replied' : 'valid');
  const indicator = { good: eventSource('answered'), bad: null, total };
  return slo({ name: 'whole', key: `whole#${objectiveName}`, objectiveName, compositeWeight, objective, indicator });
}

/** 90 of 100 answered, 5 wrongly, 5 not at all. */
function history(): MemoryHistory {
  const made = new MemoryHistory();
  made.add(series(), TO_MS - MINUTE_MS, [
    { outcome: 'answered', count: 90, rttUs: 900 },
    { outcome: 'wrong_answer', count: 5, rttUs: 900 },
    { outcome: 'timeout', count: 5 },
  ]);
  return made;
}

const WHOLE = {
  name: 'whole',
  objective: 0.9675,
  sli: (3 * 0.9 + 90 / 95) / 4,
  composite: [
    { objectiveName: 'reached', weight: 3, sli: 0.9 },
    { objectiveName: 'correct', weight: 1, sli: 90 / 95 },
  ],
};

describe('withComposites()', () => {
  it('puts the whole after its objectives, evaluated at an instant', async () => {
    const statuses = await evaluateAt({ history: history(), alertStates: null, roundMsOf: () => null }, SLOS, TO_MS);
    const names = statuses.map(({ name, objectiveName, composite }) => [name, objectiveName, composite !== undefined]);
    expect(names).toEqual([
      ['alone', undefined, false],
      ['whole', 'reached', false],
      ['whole', 'correct', false],
      ['whole', undefined, true],
      ['after', undefined, false],
    ]);
    const { sli, ...others } = WHOLE;
    expect(statuses[3]).toMatchObject(others);
    expect(statuses[3]?.sli).toBeCloseTo(sli, 11);
  });

  it('is what the daemon says too, each second and of each settled minute', async () => {
    const deps = { history: history(), alertStates: new MemoryAlertStates(), slos: SLOS, roundMsOf: () => null };
    const evaluator = new Evaluator(deps);
    await evaluator.evaluate(TO_MS - 30_000, TO_MS - MINUTE_MS);
    const { statuses, settled } = await evaluator.evaluate(TO_MS, TO_MS);
    expect(statuses[3]).toMatchObject({ name: WHOLE.name, composite: WHOLE.composite });
    expect(settled[0]?.statuses[3]).toEqual(statuses[3]);
  });

  it('is nothing while some objective is not there: the others alone are not the whole', () => {
    const [alone, reached] = [ALONE, REACHED].map((one) => sampleStatus(one, 'met', TO_MS));
    expect(withComposites(SLOS, [alone!, reached!])).toEqual([alone, reached]);
  });

  it('changes nothing where no SLO is composite', () => {
    const statuses = [sampleStatus(ALONE, 'met', TO_MS)];
    expect(withComposites([ALONE], statuses)).toBe(statuses);
  });

  it('tells no whole while one of its objectives cannot be judged', () => {
    const [reached, correct] = [
      sampleSlo({ name: 'whole', objectiveName: 'reached', error: 'the time zone is not known' }),
      sampleSlo({ name: 'whole', objectiveName: 'correct' }),
    ];
    expect(withComposites([REACHED, CORRECT], [reached, correct])).toEqual([reached, correct]);
  });
});
