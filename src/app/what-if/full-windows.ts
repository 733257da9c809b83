import { MINUTE_MS } from '../../domain/clock.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { TimeWindow } from '../../domain/window.js';
import { type Ratio, sli } from '../../judge/slo/sli.js';
import { budgetWindow } from '../kept-window.js';
import type { MinuteColumns } from './minute-columns.js';
import type { PastWindows } from './past-windows.js';

/** The worst of all full windows that lie within the kept history. */
export interface WorstWindow extends Ratio {
  readonly window: TimeWindow;
  /** How many full windows there were: one a minute where they roll. */
  readonly windows: number;
}

/** `null` where no full window with data is kept. */
export function worstWindow(definition: SloDefinition, past: PastWindows, columns: MinuteColumns): WorstWindow | null {
  let worst: Omit<WorstWindow, 'windows'> | null = null;
  let windows = 0;
  for (const window of fullWindows(definition, columns)) {
    const ratio = past.units(window);
    const good = sli(ratio);
    if (good === null) continue;
    windows++;
    if (worst === null || good < (sli(worst) ?? 1)) worst = { ...ratio, window };
  }
  return worst === null ? null : { ...worst, windows };
}

/** From the first minute with data on; a calendar's only as they ended. */
function* fullWindows(definition: SloDefinition, { fromMs, length, isCovered }: MinuteColumns): Generator<TimeWindow> {
  const kept = budgetWindow(definition);
  const startMs = fromMs + Math.max(0, isCovered.indexOf(1)) * MINUTE_MS;
  const endMs = fromMs + length * MINUTE_MS;
  if (definition.calendar === null) {
    for (let toMs = startMs + definition.periodMs; toMs <= endMs; toMs += MINUTE_MS)
      yield { fromMs: toMs - definition.periodMs, toMs };
    return;
  }
  for (
    let window = kept.wholeAt(startMs + MINUTE_MS);
    window.toMs <= endMs;
    window = kept.wholeAt(window.toMs + MINUTE_MS)
  )
    if (window.fromMs >= startMs) yield window;
}
