import { Command, Option } from 'commander';

import { seriesOf } from '../config/series-of.js';
import type { Config } from '../config/config.js';
import { configLoad } from '../config/config-load.js';
import { roundedQps } from '../config/format-qps.js';
import { readText } from '../config/source-files.js';
import { sortProblems } from '../config/sort-problems.js';
import { formatProblem, type Problem } from '../domain/problem.js';
import type { SharedLoad } from '../measure/config.js';
import { type OpensloText, parseOpenslo } from '../openslo/parse-openslo.js';
import { count } from './count.js';
import { EXIT } from './exit-codes.js';
import { isError, loadChecked, type ReadSeries } from './load-checked.js';
import { loadLines } from './load-lines.js';
import { DEFAULT_CONFIG_FILE } from './require-config.js';

export interface CheckDeps {
  readonly storedSeries: ReadSeries;
}

/** `check`: validates a configuration, or OpenSLO documents alone; every problem at once on stderr. */
export function checkCommand(deps: CheckDeps): Command {
  return new Command('check')
    .description('validate the configuration and every file it names; all errors at once')
    .option('-c, --config <file>', 'the configuration', DEFAULT_CONFIG_FILE)
    .option('--openslo <file...>', 'validate these OpenSLO v1 files alone, whatever their metric source')
    .addOption(
      new Option('--load', 'below the summary, how often each resolver, control and canary is asked').conflicts(
        'openslo',
      ),
    )
    .option('--json', 'what was found, the load too, as JSON')
    .action(async ({ config, openslo, load, json }: CheckOptions) => {
      const checked = openslo === undefined ? await checkConfig(config, deps) : checkOpenslo(openslo);
      if (json === true) printJson(checked);
      else print(checked, load === true);
      process.exitCode = exitCodeOf(checked);
    });
}

interface CheckOptions {
  readonly config: string;
  readonly openslo?: string[];
  readonly load?: boolean;
  readonly json?: boolean;
}

interface Checked {
  readonly problems: readonly Problem[];
  /** What was found to be fine, and how much; `null` if something is not. */
  readonly summary: { readonly of: string | null; readonly text: string } | null;
  /** Who is asked how often at the worst, the busiest first, then by name; `null` unless a configuration is fine. */
  readonly load: readonly SharedLoad[] | null;
  /** Why the store cannot be read. */
  readonly storeFault: string | null;
}

async function checkConfig(file: string, deps: CheckDeps): Promise<Checked> {
  const { config, problems, storeError } = await loadChecked(file, deps.storedSeries);
  const found = { problems, storeFault: storeError?.message ?? null };
  if (config === null || storeError !== null) return { ...found, summary: null, load: null };
  const load = loadOf(config);
  return { ...found, summary: { of: config.file, text: summary(config, load) }, load };
}

function checkOpenslo(files: readonly string[]): Checked {
  const texts: OpensloText[] = [];
  const unreadable: Problem[] = [];
  for (const file of files) {
    const text = readText(file);
    if ('text' in text) texts.push({ file, text: text.text });
    else
      unreadable.push({
        severity: 'error',
        file,
        line: 1,
        column: 1,
        pointer: '',
        message: `cannot read it: ${text.fault}`,
      });
  }
  const { documents, problems } = parseOpenslo(texts, { unresolved: 'warning' });
  const all = sortProblems([...unreadable, ...problems]);
  const text = `${count(documents.length, 'OpenSLO document')} in ${count(files.length, 'file')}`;
  return { problems: all, storeFault: null, summary: all.some(isError) ? null : { of: null, text }, load: null };
}

function print({ problems, storeFault, summary: found, load }: Checked, tellsLoad: boolean): void {
  for (const problem of problems) process.stderr.write(`${formatProblem(problem)}\n`);
  if (storeFault !== null) process.stderr.write(`cannot read the store: ${storeFault}\n`);
  if (found !== null) process.stdout.write(`${found.of === null ? '' : `${found.of}: `}fine: ${found.text}\n`);
  if (tellsLoad) for (const line of loadLines(load ?? [])) process.stdout.write(`${line}\n`);
}

function printJson({ problems, storeFault, summary: found, load }: Checked): void {
  if (storeFault !== null) process.stderr.write(`cannot read the store: ${storeFault}\n`);
  const told = load?.map(({ name, qps, maxQps }) => ({ resolver: name, qps: roundedQps(qps), maxQps }));
  const all = { problems, summary: found?.text ?? null, ...(told === undefined ? {} : { load: told }) };
  process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
}

function exitCodeOf({ problems, storeFault }: Checked): number {
  if (problems.some(isError)) return EXIT.wrong;
  return storeFault === null ? EXIT.fine : EXIT.outside;
}

/** `2 probes, 12 series, 3 SLOs; at most 1.2 queries a second to one resolver (192.0.2.53:53)`. */
function summary({ probes, slos, vantage }: Config, [busiest]: readonly SharedLoad[]): string {
  const series = probes.flatMap((probe) => seriesOf(vantage, probe)).length;
  const parts = [count(probes.length, 'probe'), `${String(series)} series`, count(slos.length, 'SLO')].join(', ');
  if (busiest === undefined) return `${parts}; nothing is measured`;
  const { name, qps } = busiest;
  return `${parts}; at most ${count(roundedQps(qps), 'query', 'queries')} a second to one resolver (${name})`;
}

function loadOf(config: Config): readonly SharedLoad[] {
  return [...configLoad(config).resolvers.values()].sort((a, b) => b.qps - a.qps || (a.name < b.name ? -1 : 1));
}
