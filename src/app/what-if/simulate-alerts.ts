import type { AlertRule, AlertState, BurnRateAlert } from '../../domain/alert-state.js';
import { MINUTE_MS } from '../../domain/clock.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { TimeWindow } from '../../domain/window.js';
import { initialAlertState, nextAlertState } from '../../judge/alert/transition.js';
import { burnRateVerdict, noDataVerdict, type Verdict } from '../../judge/alert/verdict.js';
import type { SloPlan } from '../slo-plan.js';
import type { MinuteColumns } from './minute-columns.js';
import type { PastWindows } from './past-windows.js';

/** How often and how long an alert would have fired. */
export interface SimulatedAlert {
  readonly rule: AlertRule;
  readonly fired: number;
  readonly firedMs: number;
  /** It still would at the end. */
  readonly isFiring: boolean;
}

/** Judges an SLO's alerts at the end of each minute of a window, as the daemon would have with its rules. */
export function simulateAlerts(
  { definition, rules }: SloPlan,
  past: PastWindows,
  columns: MinuteColumns,
  window: TimeWindow,
): readonly SimulatedAlert[] {
  const silence = silences(columns);
  return rules.map((rule) => {
    const verdictAt = (toMs: number): Verdict => {
      const minute = (toMs - columns.fromMs) / MINUTE_MS - 1;
      if (rule.kind === 'no-data') return silenceVerdict(rule.afterMs, silence[minute] ?? null);
      // Where nothing has come, windows only become shorter at their old end: the daemon does not judge.
      return columns.isCounted[minute] === 1 ? burnVerdict(rule, definition, past, toMs) : 'unknown';
    };
    return simulateAlert(rule, window, verdictAt);
  });
}

function simulateAlert(rule: AlertRule, { fromMs, toMs }: TimeWindow, verdictAt: (toMs: number) => Verdict) {
  const afterMs = rule.kind === 'burn-rate' ? rule.afterMs : 0;
  let state: AlertState = initialAlertState('', rule.name);
  let [fired, firedMs] = [0, 0];
  for (let endMs = fromMs + MINUTE_MS; endMs <= toMs; endMs += MINUTE_MS) {
    const before = state.state;
    if (before === 'firing') firedMs += MINUTE_MS;
    state = nextAlertState(state, verdictAt(endMs), endMs, afterMs);
    if (state.state === 'firing' && before !== 'firing') fired++;
  }
  return { rule, fired, firedMs, isFiring: state.state === 'firing' };
}

function burnVerdict(rule: BurnRateAlert, definition: SloDefinition, past: PastWindows, toMs: number): Verdict {
  const [long, short] = [
    { fromMs: toMs - rule.longMs, toMs },
    { fromMs: toMs - rule.shortMs, toMs },
  ];
  return burnRateVerdict(rule, {
    objective: definition.objective,
    long: past.units(long),
    short: past.units(short),
    failedAttempts: failedIn(past, long),
    minFailures: definition.minFailures,
    failedInTwoMinutes: past.failingMinutes(long) >= 2,
  });
}

function failedIn(past: PastWindows, window: TimeWindow): number {
  const { good, valid } = past.attempts(window);
  return valid - good;
}

/** Nobody watched before the first attempt. */
function silenceVerdict(afterMs: number, silentMs: number | null): Verdict {
  return silentMs === null ? 'unknown' : noDataVerdict(afterMs, silentMs);
}

/** By minute: for how long there has been no valid attempt at its end; `null` before the first. */
function silences({ length, isCovered }: MinuteColumns): readonly (number | null)[] {
  let last: number | null = null;
  return Array.from({ length }, (_, minute) => {
    if (isCovered[minute] === 1) last = minute;
    return last === null ? null : (minute - last) * MINUTE_MS;
  });
}
