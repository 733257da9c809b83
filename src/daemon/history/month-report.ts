import { assembleReport } from '../../app/report/assemble-report.js';
import type { MonthReport } from '../../app/report/month-report.js';
import { withoutInputs } from '../../app/report/without-inputs.js';
import { ceilTo, MINUTE_MS } from '../../domain/clock.js';
import type { SqliteStore } from '../../record/store/sqlite/sqlite-store.js';
import type { ReportQuestion } from './messages.js';

/** Reads and judges a month for those who show it, all of it as it is at one instant. Throws `AppError` `REPORT_MONTH_INVALID`. */
export function monthReport(store: SqliteStore, asked: ReportQuestion): Promise<MonthReport> {
  const { chronicle, operators, sliceHours } = store;
  const { month, slos, nowMs, rounds, retention } = asked;
  return store.atOneInstant(async () => {
    const keptFromMs = ceilTo(nowMs - retention.minutesMs, MINUTE_MS);
    const deps = {
      history: store,
      roundMsOf: (probe: string) => rounds[probe] ?? null,
      sliceHours,
      minutesFromMs: Math.max(keptFromMs, await store.minutesFromMs()),
      alertLog: chronicle,
      compositions: chronicle,
      incidents: operators,
      published: chronicle,
    };
    return withoutInputs(await assembleReport(deps, { month, slos, nowMs }));
  });
}
