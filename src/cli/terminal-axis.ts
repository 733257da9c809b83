const MOST_ROWS = 16;
/** Preferred numbers (ISO 3) of one decade, the finest first: rows are about equally tall on a logarithmic scale. */
const SCALES: readonly (readonly number[])[] = [
  [
    1, 1.06, 1.12, 1.18, 1.25, 1.32, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2, 2.12, 2.24, 2.36, 2.5, 2.65, 2.8, 3, 3.15, 3.35,
  ].concat([3.55, 3.75, 4, 4.25, 4.5, 4.75, 5, 5.3, 5.6, 6, 6.3, 6.7, 7.1, 7.5, 8, 8.5, 9, 9.5]),
  [1, 1.12, 1.25, 1.4, 1.6, 1.8, 2, 2.24, 2.5, 2.8, 3.15, 3.55, 4, 4.5, 5, 5.6, 6.3, 7.1, 8, 9],
  [1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8],
  [1, 1.6, 2.5, 4, 6.3],
  [1, 2, 5],
  [1],
];

/** Whole microseconds that enclose `minUs` and `maxUs`, on the finest scale that needs no more than 16 rows. */
export function terminalAxis(minUs: number, maxUs: number): readonly number[] {
  const candidates = SCALES.map((scale) => edgesOn(scale, Math.max(1, minUs), Math.max(1, maxUs)));
  return candidates.find((edges) => edges.length - 1 <= MOST_ROWS) ?? candidates.at(-1) ?? [];
}

function edgesOn(scale: readonly number[], minUs: number, maxUs: number): readonly number[] {
  const edges = new Set<number>();
  for (let decade = 1; decade <= maxUs * 10; decade *= 10) {
    for (const step of scale) edges.add(Math.round(step * decade));
  }
  const sorted = [...edges];
  const first = sorted.findLastIndex((edge) => edge <= minUs);
  const last = sorted.findIndex((edge) => edge > maxUs);
  return sorted.slice(first, last + 1);
}
