import type { Estimate } from './probe-comparison.js';
import type { ProbeResult } from './probe-result.js';
import { wrapWords } from './wrap-words.js';
import type { Colour, Paint, TextStyle } from './terminal-style.js';

/** What `--compare` says: how each differs from the first, and whether that is more than noise. */
export function comparisonLines(results: readonly ProbeResult[], { columns, paint }: TextStyle): readonly string[] {
  const [first] = results;
  const compared = results.flatMap(({ resolver, comparison }) =>
    comparison === null ? [] : [{ resolver, comparison }],
  );
  if (first === undefined || compared.length === 0) return [];
  const style = { isNarrow: columns < ROOMY_COLUMNS, paint };
  const lines = compared.flatMap(({ resolver, comparison: { ratios, failureDifference } }) => [
    resolver.name,
    ...Object.entries(ratios).map(([name, ratio]) => line(name, ratio, RATIO, style)),
    line('failures', failureDifference, DIFFERENCE, style),
  ]);
  return [
    paint('bold', `Compared with ${first.resolver.name}`),
    ...lines,
    ...wrapWords(METHOD, columns).map((text) => paint('dim', text)),
    '',
  ];
}

const METHOD = 'In brackets: 95 % intervals (paired block bootstrap).';

/** Below this, columns are not lined up. */
const ROOMY_COLUMNS = 60;

interface LineStyle {
  readonly isNarrow: boolean;
  readonly paint: Paint;
}

/** How an estimate is written and judged. */
interface Kind {
  /** The value that means no difference. */
  readonly none: number;
  readonly above: string;
  readonly below: string;
  readonly value: (value: number) => string;
}

const RATIO: Kind = {
  none: 1,
  above: 'slower',
  below: 'faster',
  value: (value) => (Number.isFinite(value) ? `×${value.toPrecision(3)}` : '×∞'),
};
const DIFFERENCE: Kind = {
  none: 0,
  above: 'more',
  below: 'fewer',
  value: (value) => `${value < 0 ? '−' : '+'}${Math.abs(100 * value).toFixed(2)} %`,
};

function line(label: string, estimate: Estimate, kind: Kind, { isNarrow, paint }: LineStyle): string {
  const { value, interval } = estimate;
  const judged = verdict(estimate, kind);
  // Equal ends say no more than the value and the verdict do.
  const ends = interval === null || interval[0] === interval[1] ? '' : `[${interval.map(kind.value).join(' … ')}]`;
  const texts = [label, value === null ? '–' : kind.value(value), judged.text, ends];
  const [name = '', shown = '', said = '', range = ''] = isNarrow
    ? texts
    : texts.map((text, column) => text.padEnd(WIDTHS[column] ?? 0));
  return `  ${name} ${shown} ${paint(judged.colour, said)} ${range}`.trimEnd();
}

/** Of label, value and verdict. */
const WIDTHS = [8, 9, 12];

interface Verdict {
  readonly text: string;
  readonly colour: Colour;
}

function verdict({ interval, isBeyondNoise }: Estimate, { none, above, below }: Kind): Verdict {
  if (interval === null) return { text: 'too few attempts to say', colour: 'dim' };
  if (interval[0] === none && interval[1] === none) return { text: 'no difference', colour: 'dim' };
  if (isBeyondNoise !== true) return { text: 'within noise', colour: 'dim' };
  return interval[0] > none ? { text: above, colour: 'red' } : { text: below, colour: 'green' };
}
