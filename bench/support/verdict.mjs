// How benchmarks of measuring tell what they found: a table, a file, an exit code.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * Arguments of a benchmark: numbers by name, with the values of the full form. Without `--out`, only
 * the full form is kept, in bench/results/NAME.json.
 */
export function readArguments(name, full) {
  const options = Object.fromEntries(Object.keys(full).map((key) => [key, { type: 'string' }]));
  const { values } = parseArgs({ options: { ...options, out: { type: 'string' } } });
  const given = Object.fromEntries(Object.entries(full).map(([key, value]) => [key, Number(values[key] ?? value)]));
  const wrong = Object.keys(given).find((key) => !(given[key] > 0));
  if (wrong !== undefined) {
    console.error(`--${wrong}: a positive number is required, found ${values[wrong]}`);
    process.exit(2);
  }
  const isFull = Object.keys(full).every((key) => given[key] === full[key]);
  const kept = fileURLToPath(new URL(`../results/${name}.json`, import.meta.url));
  return { ...given, form: isFull ? 'full' : 'reduced', out: values.out ?? (isFull ? kept : null) };
}

/** One line of the table: `seen` must be at most (`≤`) or at least (`≥`) `limit`; `limit: null` only tells. */
export function line(what, relation, limit, seen, unit = '') {
  const isFound = seen !== null && Number.isFinite(seen);
  const holds = limit === null ? null : isFound && (relation === '≤' ? seen <= limit : seen >= limit);
  return {
    what,
    mustHold: limit === null ? '–' : `${relation} ${written(limit, unit)}`,
    seen: isFound ? written(seen, unit) : 'nothing',
    holds,
  };
}

/** What nobody on this machine can be better than (machine.mjs). */
export function machineLines({ lateUs, stolen }) {
  return [
    line('a thread that only sleeps beside it: late, p99', '', null, lateUs.quantile(0.99), 'µs'),
    line('time of the cores that the host gave to others', '', null, 100 * stolen, '%'),
  ];
}

/** Prints, keeps and judges; the exit code says whether everything held. */
export function tell(name, { out, form }, found, lines) {
  console.table(
    Object.fromEntries(
      lines.map(({ what, mustHold, seen, holds }) => [
        what,
        { 'must hold': mustHold, seen, holds: holds === null ? '–' : holds ? 'yes' : 'NO' },
      ]),
    ),
  );
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
  const result = { benchmark: name, form, lines, ...found, machine, measuredAt: new Date().toISOString() };
  if (out !== null) {
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, `${JSON.stringify(result, null, 2)}\n`);
  }
  if (lines.some(({ holds }) => holds === false)) process.exitCode = 1;
}

/** Of an odd or even number of values; `null` of none. */
export function median(values) {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}

/** To so many significant digits as a reader needs. */
export function round(value, digits = 3) {
  return value === null || !Number.isFinite(value)
    ? null
    : Number(value.toPrecision(Math.max(digits, String(Math.trunc(Math.abs(value))).length)));
}

function written(value, unit) {
  const text = round(value, 4).toLocaleString('en-US', { maximumFractionDigits: 4 });
  return unit === '' ? text : `${text} ${unit}`;
}
