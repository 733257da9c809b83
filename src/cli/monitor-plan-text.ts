import { printable } from '../domain/printable.js';
import type { GraphPlan } from '../publish/mackerel/host/graph-plan.js';
import type { FieldChange, MonitorPlan } from '../publish/mackerel/monitors/monitor-plan.js';
import type { MonitorsDone } from '../publish/mackerel/monitors/sync-monitors.js';

/** What is to be done at Mackerel. */
export interface MackerelPlan extends MonitorPlan {
  readonly graphs: GraphPlan;
}

/** What a plan would do, a line for each monitor and each field of it that changes. */
export function planLines({ create, update, delete: remove, graphs }: MackerelPlan): readonly string[] {
  const [created, updated, deleted] = countsOf({ create, update, delete: remove, graphs });
  return [
    ...create.map(({ name }) => `+ ${printable(name)}`),
    ...update.flatMap(({ existing, changes }) => [`~ ${printable(existing.name)}`, ...changes.flatMap(changeLines)]),
    ...remove.map(({ name }) => `- ${printable(name)}`),
    ...graphs.create.map(({ name }) => `+ graph ${name}`),
    ...graphs.update.map(({ name }) => `~ graph ${name}`),
    ...graphs.delete.map((name) => `- graph ${printable(name)}`),
    `${created} to create, ${updated} to update, ${deleted} to delete`,
  ];
}

export function doneLine({ created, updated, deleted }: MonitorsDone): string {
  return `${String(created)} created, ${String(updated)} updated, ${String(deleted)} deleted`;
}

/** As `--json` shows it; graph definitions have `metrics`, monitors have not. */
export function planJson({ create, update, delete: remove, graphs }: MackerelPlan): object {
  return {
    create: [...create, ...graphs.create],
    update: [...update.map(({ existing: { id, name }, changes }) => ({ id, name, changes })), ...graphs.update],
    delete: [...remove.map(({ id, name }) => ({ id, name })), ...graphs.delete.map((name) => ({ name, metrics: [] }))],
  };
}

export function isNothing(plan: MackerelPlan): boolean {
  return countsOf(plan).every((count) => count === '0');
}

function countsOf({ create, update, delete: remove, graphs }: MackerelPlan): readonly [string, string, string] {
  const both = (monitors: readonly unknown[], others: readonly unknown[]) => String(monitors.length + others.length);
  return [both(create, graphs.create), both(update, graphs.update), both(remove, graphs.delete)];
}

/** Memos by lines: those that go, and those that come. */
function changeLines({ field, from, to }: FieldChange): readonly string[] {
  if (field !== 'memo') return [`    ${field}: ${valueText(from)} → ${valueText(to)}`];
  const [before, after] = [linesOf(from), linesOf(to)];
  return [
    '    memo:',
    ...before.filter((line) => !after.includes(line)).map((line) => `      - ${printable(line)}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `      + ${printable(line)}`),
  ];
}

function linesOf(memo: unknown): readonly string[] {
  return typeof memo === 'string' ? memo.split('\n') : [];
}

function valueText(value: unknown): string {
  return value === null ? 'none' : printable(typeof value === 'string' ? `"${value}"` : JSON.stringify(value));
}
