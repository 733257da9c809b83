import { describe, expect, it } from 'vitest';

import { evaluateAt } from '../../src/app/evaluate-at.js';
import { explainSlo } from '../../src/app/explain/explain-slo.js';
import { judgeMonth } from '../../src/app/report/judge-month.js';
import { readInputs } from '../../src/app/report/read-inputs.js';
import { formatSloTable } from '../../src/cli/slo-table.js';
import { explanationText } from '../../src/cli/explanation-text.js';
import { HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import { MemoryHistory } from '../support/memory-history.js';
import { series, slo } from '../support/slo-samples.js';

const FROM_MS = Date.parse('2026-10-01T00:00:00Z');
const AT_MS = FROM_MS + 8 * HOUR_MS;
const FLEET = slo({
  name: 'fleet',
  weighing: { kind: 'quorum', share: 0.51, fewestVantages: 20 },
  objective: 0.99,
  periodMs: 8 * HOUR_MS,
  periodText: '8h',
});
const deps = { alertStates: null, roundMsOf: () => MINUTE_MS };

/** Vantages of a fleet of which one is lost after an hour, and from then on nobody gets an answer. */
function history(): MemoryHistory {
  const fleet = new MemoryHistory();
  for (let minute = 0; minute < 8 * 60; minute++)
    for (let vantage = 0; vantage < (minute < 60 ? 20 : 19); vantage++) {
      const outcome = minute < 60 ? 'answered' : 'timeout';
      const at = { ...series(), vantage: `v${String(vantage)}` };
      fleet.add(at, FROM_MS + minute * MINUTE_MS, [{ outcome, count: 1 }]);
    }
  return fleet;
}

describe('votes of fewer vantages than an SLO asks for', () => {
  it('are not known: coverage and the excluded say so, in the table too', async () => {
    const [status] = await evaluateAt({ ...deps, history: history() }, [FLEET], AT_MS);
    expect(status).toMatchObject({ good: 60, valid: 60, coverage: 60 / 480, votes: 480 });
    expect(status?.excluded).toMatchObject({ inconclusive: 420 });
    const table = formatSloTable([status!], false);
    expect(table).toContain('coverage 12.5 %');
    expect(table).toContain('inconclusive: 420 of 480 minutes of addresses');
    const { coverage, excluded } = (await evaluateAt({ ...deps, history: history() }, [slo()], AT_MS))[0]!;
    expect(coverage).toBeGreaterThan(0);
    expect(excluded).not.toHaveProperty('inconclusive');
  });

  it('are told by an explanation, and why', async () => {
    const given = { ...deps, history: history(), alertLog: null, compositions: null };
    const explanation = await explainSlo(given, FLEET, AT_MS);
    expect(explanation.coverage).toMatchObject({
      share: 60 / 480,
      coveredSlots: 480,
      slots: 480,
      votes: { all: 480, inconclusive: 420, fewestVantages: 20 },
    });
    const text = explanationText(explanation, { columns: 400, paint: (_, plain) => plain });
    expect(text).toContain(
      '12.5 % of the window: 480 of 480 minutes have a valid attempt, and votes were inconclusive.',
    );
    expect(text).toContain(
      '420 of 480 minutes (of each resolver and query) were inconclusive: fewer than 20 vantages had a valid attempt.',
    );
  });

  it('are told by a report of the month, from its inputs alone', async () => {
    const read = { history: history(), roundMsOf: () => MINUTE_MS, minutesFromMs: -Infinity };
    const inputs = (await readInputs(read, '2026-10', [FLEET], AT_MS)).get(FLEET)!;
    const { status, known } = judgeMonth(JSON.parse(JSON.stringify(inputs)) as typeof inputs);
    expect(status).toMatchObject({ good: 60, valid: 60, coverage: 60 / 480, excluded: { inconclusive: 420 } });
    expect(known).toMatchObject({ share: 60 / 480, votes: { all: 480, inconclusive: 420 } });
  });

  it('leave an SLO without any data where there never were enough', async () => {
    const [status] = await evaluateAt({ ...deps, history: history() }, [{ ...FLEET, periodMs: HOUR_MS }], AT_MS);
    expect(status).toMatchObject({ status: 'no_data', sli: null, coverage: 0, excluded: { inconclusive: 60 } });
  });
});
