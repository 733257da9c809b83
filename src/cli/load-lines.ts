import { formatQps, roundedQps } from '../config/format-qps.js';
import type { SharedLoad } from '../measure/config.js';

/** As many are told of one by one. */
const MOST_LINES = 10;

/**
 * Who is asked how often at the worst, a line each, those asked most first:
 * `  192.0.2.53:53  2.6 queries a second of at most 200 (resolver, stub, canary)`.
 */
export function loadLines(load: readonly SharedLoad[]): readonly string[] {
  const shown = load.slice(0, MOST_LINES);
  const rest = load.length - shown.length;
  const names = widest(shown.map(({ name }) => name));
  const figures = widest(shown.map(figureOf));
  return [
    ...shown.map((one) => `  ${one.name.padEnd(names)}  ${figureOf(one).padStart(figures)} ${restOf(one)}`),
    ...(rest === 0 ? [] : [`  and ${String(rest)} more, none asked more often`]),
  ];
}

function figureOf({ qps }: SharedLoad): string {
  return formatQps(qps);
}

function restOf({ qps, maxQps, streams }: SharedLoad): string {
  const unit = roundedQps(qps) === 1 ? 'query' : 'queries';
  const limit = maxQps === null ? '' : ` of at most ${String(maxQps)}`;
  const kinds = [...new Set(streams.map(({ kind }) => kind))];
  return `${unit} a second${limit} (${kinds.join(', ')})`;
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(({ length }) => length));
}
