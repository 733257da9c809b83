import { isDeepStrictEqual } from 'node:util';

import { markOf } from './owner-mark.js';
import type { ExistingMonitor, ServiceMonitor } from './service-monitor.js';
import type { WantedMonitor } from './wanted-monitors.js';

/** One field of a monitor that is not as it should be. */
export interface FieldChange {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

export interface MonitorUpdate {
  readonly existing: ExistingMonitor;
  readonly monitor: ServiceMonitor;
  /** Never empty. */
  readonly changes: readonly FieldChange[];
}

/** What must be done for the monitors to be as they should. */
export interface MonitorPlan {
  readonly create: readonly ServiceMonitor[];
  readonly update: readonly MonitorUpdate[];
  readonly delete: readonly ExistingMonitor[];
}

/**
 * Compares the monitors there should be with those there are. Only those that carry our mark, for the same
 * service, are looked at; of several with one mark (somebody copied it) the others stay as they are.
 */
export function planMonitors(
  wanted: readonly WantedMonitor[],
  found: readonly unknown[],
  service: string,
): MonitorPlan {
  const ours = oursByKey(found, service);
  const keys = new Set(wanted.map(({ key }) => key));
  return {
    create: wanted.filter(({ key }) => !ours.has(key)).map(({ monitor }) => monitor),
    update: wanted.flatMap(({ key, monitor }) => updateOf(ours.get(key), monitor)),
    delete: [...ours].filter(([key]) => !keys.has(key)).map(([, existing]) => existing),
  };
}

/** As Mackerel is to have it: what an operator muted stays so. */
export function updatedMonitor({ existing, monitor }: MonitorUpdate): object {
  const isMute = existing.fields['isMute'];
  return typeof isMute === 'boolean' ? { ...monitor, isMute } : monitor;
}

/** In the order in which Mackerel gives them. */
function oursByKey(found: readonly unknown[], service: string): ReadonlyMap<string, ExistingMonitor> {
  const ours = new Map<string, ExistingMonitor>();
  for (const one of found) {
    const existing = existingMonitor(one);
    const mark = markOf(existing?.fields['memo']);
    if (existing === null || mark?.service !== service || existing.fields['type'] !== 'service') continue;
    if (!ours.has(mark.key)) ours.set(mark.key, existing);
  }
  return ours;
}

function existingMonitor(found: unknown): ExistingMonitor | null {
  if (typeof found !== 'object' || found === null) return null;
  const fields = found as Readonly<Record<string, unknown>>;
  const { id, name } = fields;
  return typeof id === 'string' ? { id, name: typeof name === 'string' ? name : '', fields } : null;
}

function updateOf(existing: ExistingMonitor | undefined, monitor: ServiceMonitor): readonly MonitorUpdate[] {
  if (existing === undefined) return [];
  const changes = Object.entries(monitor).flatMap(([field, to]): FieldChange[] => {
    // What is not set Mackerel leaves out.
    const from = existing.fields[field] ?? null;
    return isDeepStrictEqual(from, to) ? [] : [{ field, from, to }];
  });
  return changes.length === 0 ? [] : [{ existing, monitor, changes }];
}
