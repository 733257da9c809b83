// What mutation testing of src/judge came to, by file: of each, many small changes were made, one at a time, and
// it was asked whether a test notices. The second half of `npm run mutation`: reads what Stryker has left in
// coverage/mutation.json.
//   npm run mutation [-- --out FILE]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const LEAST_PERCENT = 85;
const NOTICED = ['Killed', 'Timeout'];
const UNNOTICED = ['Survived', 'NoCoverage'];

const { values } = parseArgs({ options: { out: { type: 'string', default: `${root}bench/results/mutation.json` } } });

const report = JSON.parse(readFileSync(`${root}coverage/mutation.json`, 'utf8'));
const files = Object.fromEntries(
  Object.entries(report.files)
    .map(([file, { mutants }]) => [file, scoreOf(mutants)])
    .sort(([a], [b]) => (a < b ? -1 : 1)),
);
const total = scoreOf(Object.values(report.files).flatMap(({ mutants }) => mutants));
const holds = total.percent >= LEAST_PERCENT;
const result = {
  what: 'mutation testing of src/judge',
  ...total,
  limits: { percent: LEAST_PERCENT },
  holds,
  files,
  node: process.version,
  measuredAt: new Date().toISOString(),
};
mkdirSync(dirname(values.out), { recursive: true });
writeFileSync(values.out, `${JSON.stringify(result, null, 2)}\n`);
console.log(`${String(total.percent)} % of ${String(total.mutants)} changes were noticed`);
if (!holds) console.error(`at least ${String(LEAST_PERCENT)} % are required`);
process.exitCode = holds ? 0 : 1;

/** @param mutants those that could not be tried at all are left out */
function scoreOf(mutants) {
  const among = (statuses) => mutants.filter((mutant) => statuses.includes(mutant.status)).length;
  const [noticed, tried] = [among(NOTICED), among([...NOTICED, ...UNNOTICED])];
  return { percent: tried === 0 ? 100 : Math.round((1000 * noticed) / tried) / 10, noticed, mutants: tried };
}
