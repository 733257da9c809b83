import { printable } from '../domain/printable.js';
import type { FieldChange, MonitorPlan } from '../publish/mackerel/monitors/monitor-plan.js';
import type { MonitorsDone } from '../publish/mackerel/monitors/sync-monitors.js';

/** What a plan would do, a line for each monitor and each field of it that changes. */
export function planLines({ create, update, delete: remove }: MonitorPlan): readonly string[] {
  return [
    ...create.map(({ name }) => `+ ${printable(name)}`),
    ...update.flatMap(({ existing, changes }) => [`~ ${printable(existing.name)}`, ...changes.flatMap(changeLines)]),
    ...remove.map(({ name }) => `- ${printable(name)}`),
    `${String(create.length)} to create, ${String(update.length)} to update, ${String(remove.length)} to delete`,
  ];
}

export function doneLine({ created, updated, deleted }: MonitorsDone): string {
  return `${String(created)} created, ${String(updated)} updated, ${String(deleted)} deleted`;
}

/** As `--json` shows it. */
export function planJson({ create, update, delete: remove }: MonitorPlan): object {
  return {
    create,
    update: update.map(({ existing: { id, name }, changes }) => ({ id, name, changes })),
    delete: remove.map(({ id, name }) => ({ id, name })),
  };
}

export function isNothing({ create, update, delete: remove }: MonitorPlan): boolean {
  return create.length + update.length + remove.length === 0;
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
