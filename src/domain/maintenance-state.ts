import type { Maintenance } from './operator-action.js';

export type MaintenanceState = 'scheduled' | 'in_progress' | 'completed' | 'cancelled';

type Times = Pick<Maintenance, 'fromMs' | 'toMs' | 'cancelledAtMs'>;

/** Where announced work stands. What was ended early is `cancelled`, whether it had begun or not. */
export function maintenanceState({ fromMs, toMs, cancelledAtMs }: Times, nowMs: number): MaintenanceState {
  if (cancelledAtMs !== null) return 'cancelled';
  if (nowMs < fromMs) return 'scheduled';
  return nowMs < toMs ? 'in_progress' : 'completed';
}

/** Whether it was called off before it began: then it never was. */
export function wasCalledOff({ fromMs, cancelledAtMs }: Times): boolean {
  return cancelledAtMs !== null && cancelledAtMs <= fromMs;
}

/** When it is over, or was: early where it was cancelled while it ran. */
export function maintenanceEndMs({ fromMs, toMs, cancelledAtMs }: Times): number {
  if (cancelledAtMs === null) return toMs;
  return Math.min(toMs, Math.max(fromMs, cancelledAtMs));
}
