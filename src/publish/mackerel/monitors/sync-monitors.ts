import type { MackerelClient } from '../mackerel-client.js';
import { type MonitorPlan, updatedMonitor } from './monitor-plan.js';

/** What was done; tells where it broke off. */
export interface MonitorsDone {
  readonly created: number;
  readonly updated: number;
  readonly deleted: number;
}

/**
 * Carries a plan out, what is new first, so that at no time less is watched than before. `onDone` is told
 * after each step. Throws `MackerelError`; what was done by then stays, and planning again finds the rest.
 */
export async function syncMonitors(
  client: Pick<MackerelClient, 'createMonitor' | 'updateMonitor' | 'deleteMonitor'>,
  plan: MonitorPlan,
  onDone: (done: MonitorsDone) => void = () => undefined,
): Promise<MonitorsDone> {
  let done: MonitorsDone = { created: 0, updated: 0, deleted: 0 };
  const note = (key: keyof MonitorsDone): void => {
    done = { ...done, [key]: done[key] + 1 };
    onDone(done);
  };
  for (const monitor of plan.create) {
    await client.createMonitor(monitor);
    note('created');
  }
  for (const update of plan.update) {
    await client.updateMonitor(update.existing.id, updatedMonitor(update));
    note('updated');
  }
  for (const { id } of plan.delete) {
    await client.deleteMonitor(id);
    note('deleted');
  }
  return done;
}
