// Puts what the benchmarks of measuring found into docs/guides/accuracy.md: the table and the plot.
//   node bench/measure/accuracy-docs.mjs           writes both from bench/results/
//   node bench/measure/accuracy-docs.mjs --check   says whether they are what it would write
// --results FOLDER reads the results from there.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { distributionPlot } from '../support/distribution-plot.mjs';

const BENCHMARKS = ['rtt', 'known-delay', 'busy', 'rate', 'cpu', 'many'];
const [BEGIN, END] = ['<!-- benchmarks: begin -->', '<!-- benchmarks: end -->'];
const PLOTTED = {
  ours: 'resolver-slo',
  stalled: 'resolver-slo, its loop stalled 5 ms a turn',
  dnsperf: 'dnsperf',
  blackbox: 'blackbox_exporter, phase "request"',
};

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({
  options: { check: { type: 'boolean' }, results: { type: 'string', default: `${root}bench/results` } },
});
const [guide, image] = [`${root}docs/guides/accuracy.md`, `${root}docs/images/accuracy.svg`];
const results = BENCHMARKS.map((name) => JSON.parse(readFileSync(resolve(values.results, `${name}.json`), 'utf8')));
const wanted = [
  [guide, withTable(readFileSync(guide, 'utf8'))],
  [image, plot(results[0])],
];
const differing = wanted.filter(([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text);
if (values.check === true) {
  for (const [file] of differing)
    console.error(`${file} is not what bench/results/ says: run node bench/measure/accuracy-docs.mjs`);
  process.exitCode = differing.length === 0 ? 0 : 1;
} else {
  for (const [file, text] of differing) writeFileSync(file, text);
  console.log(`${String(differing.length)} of ${String(wanted.length)} files changed`);
}

function withTable(text) {
  const [before, after] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (before < 0 || after < before) throw new Error(`${guide} must hold ${BEGIN} and ${END}`);
  return `${text.slice(0, before + BEGIN.length)}\n\n${table()}\n\n${conditions()}\n\n${text.slice(after)}`;
}

function table() {
  const rows = results.flatMap(({ benchmark, lines }) =>
    lines.map(({ what, mustHold, seen, holds }) => [
      `\`${benchmark}\``,
      what,
      mustHold,
      seen,
      holds === null ? '' : holds ? 'yes' : '**no**',
    ]),
  );
  return markdownTable([['benchmark', 'what', 'must hold', 'seen', 'holds'], ...rows]);
}

/** Padded as prettier does. */
function markdownTable([head, ...rows]) {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column].length), 3));
  const written = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const [first, ...rest] = cells;
  return [written(first), written(widths.map((width) => '-'.repeat(width))), ...rest.map(written)].join('\n');
}

function conditions() {
  const { cpu, cores, node } = results[0].machine;
  const days = [...new Set(results.map(({ measuredAt }) => measuredAt.slice(0, 10)))].sort().join(', ');
  const reduced = results.filter(({ form }) => form !== 'full').map(({ benchmark }) => `\`${benchmark}\``);
  const note =
    reduced.length === 0 ? '' : ` Shortened runs beside other work, not yet the full form: ${reduced.join(', ')}.`;
  return `Taken on ${days}, ${cpu} with ${String(cores)} cores, Node ${node}.${note}`;
}

function plot({ curvesUs, qps }) {
  const curves = Object.entries(PLOTTED).map(([who, name]) => ({ name, us: curvesUs[who] }));
  return distributionPlot({
    title: `One unbound on loopback, asked ${qps.toLocaleString('en-US')} times a second`,
    curves,
  });
}
