import { describe, expect, it } from 'vitest';

import { evaluateAt } from '../../src/app/evaluate-at.js';
import { judgeMonth } from '../../src/app/report/judge-month.js';
import { readInputs } from '../../src/app/report/read-inputs.js';
import { HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import type { Outcome } from '../../src/domain/outcome.js';
import { MemoryHistory } from '../support/memory-history.js';
import { series, slo } from '../support/slo-samples.js';

const MONTH_MS = Date.parse('2026-10-01T00:00:00Z');
const AT_MS = MONTH_MS + HOUR_MS;
const INTERVAL_MS = 5 * MINUTE_MS;
const SYSTEM = slo({
  name: 'system',
  weighing: { kind: 'enough-of-many' },
  objective: 0.9,
  periodMs: HOUR_MS,
  periodText: '1h',
});
/** Of so many resolvers eight are enough. */
const MANY = 13;

/** An hour in which each resolver is asked every five minutes, at a phase of its own. */
function hour(outcomeOf: (resolver: number, interval: number) => Outcome | null): MemoryHistory {
  const history = new MemoryHistory();
  for (let interval = 0; interval < 12; interval++)
    for (let resolver = 0; resolver < MANY; resolver++) {
      const outcome = outcomeOf(resolver, interval);
      const timeMs = MONTH_MS + interval * INTERVAL_MS + (resolver % 5) * MINUTE_MS;
      if (outcome !== null) history.add(series(`ns${String(resolver)}`), timeMs, [{ outcome, count: 1 }]);
    }
  return history;
}

async function figure(history: MemoryHistory) {
  const [status] = await evaluateAt({ history, alertStates: null, roundMsOf: () => INTERVAL_MS }, [SYSTEM], AT_MS);
  return { good: status?.good, valid: status?.valid };
}

describe('an SLO of which enough of many must answer', () => {
  it('puts together what is asked in five minutes, whatever the phases', async () => {
    expect(await figure(hour(() => 'answered'))).toEqual({ good: 96, valid: 96 });
    expect(await figure(hour((resolver) => (resolver < 5 ? 'timeout' : 'answered')))).toEqual({ good: 96, valid: 96 });
    expect(await figure(hour((resolver) => (resolver < 6 ? 'timeout' : 'answered')))).toEqual({ good: 84, valid: 96 });
  });

  it.each([
    ['we could not ask', 'prober_error'],
    ['we did not ask', null],
  ] as const)('takes resolvers that %s for neither good nor bad', async (_, nothing) => {
    // Of the seven others four are enough.
    const some = hour((resolver, interval) => (resolver < 6 && interval > 0 ? nothing : 'answered'));
    expect(await figure(some)).toEqual({ good: 8 + 11 * 4, valid: 8 + 11 * 4 });
    const none = hour((_resolver, interval) => (interval === 0 ? 'answered' : nothing));
    expect(await figure(none)).toEqual({ good: 8, valid: 8 });
  });

  it('weighs together what time taken out leaves of an interval, in a report from its inputs alone', async () => {
    // Minutes 0 and 3 of each interval answer; what lies between is taken out of the second interval.
    const history = hour((resolver) => (resolver % 5 === 0 || resolver % 5 === 3 ? 'answered' : 'timeout'));
    const at = { fromMs: MONTH_MS + INTERVAL_MS + MINUTE_MS, toMs: MONTH_MS + INTERVAL_MS + 3 * MINUTE_MS };
    const why = { slo: 'system', reason: 'ours', recordedAtMs: AT_MS, recordedBy: 'somebody' };
    const correction = { id: 1, kind: 'exclude' as const, ...why, revokedAtMs: null, revokedBy: null, ...at };
    history.records = { maintenances: [], corrections: [correction] };
    // Five of thirteen answer where eight are needed; where six of thirteen are out, of seven left four are.
    const expected = { good: 11 * 5 + 4, valid: 11 * 8 + 4 };
    expect(await figure(history)).toEqual(expected);
    const deps = { history, roundMsOf: () => INTERVAL_MS, minutesFromMs: -Infinity };
    const inputs = (await readInputs(deps, '2026-10', [SYSTEM], AT_MS)).get(SYSTEM)!;
    expect(inputs.unweighed?.rows).toHaveLength(MANY);
    expect(inputs.units?.rows).toHaveLength(11);
    const { status } = judgeMonth(JSON.parse(JSON.stringify(inputs)) as typeof inputs);
    expect({ good: status.good, valid: status.valid }).toEqual(expected);
    expect(status.asMeasured).toMatchObject({ good: 12 * 5, valid: 12 * 8 });
  });
});
