import { writeFile } from 'node:fs/promises';

import { Command, InvalidArgumentError, Option } from 'commander';

import { assembleReport } from '../app/report/assemble-report.js';
import { AppError } from '../app/errors.js';
import type { FullMonthReport, MonthReport } from '../app/report/month-report.js';
import { publishReport } from '../app/report/publish-report.js';
import { republished } from '../app/report/publication.js';
import { isMonth } from '../app/report/report-month.js';
import { DEFAULT_LANGUAGE, LANGUAGES } from '../domain/language.js';
import { REPORT_FORMATS, type ReportFormat, renderReport } from '../publish/report/render-report.js';
import { unknownName } from './asked-slos.js';
import { EXIT } from './exit-codes.js';
import type { OpenedReport } from './open-report.js';
import type { ReportCommandDeps, ReportOptions } from './report-options.js';
import { publishedLines } from './report-text.js';
import { reportWarnings } from './report-warnings.js';
import { verifyMonth } from './verify-report.js';
import { readVersion } from './version.js';

/** `report --month YYYY-MM`: how each SLO kept its objective in a month of the calendar. */
export function reportCommand(deps: ReportCommandDeps): Command {
  return new Command('report')
    .description('report how each SLO kept its objective in a month of the calendar, and publish the figures')
    .requiredOption('--month <month>', 'YYYY-MM, in UTC or in the zone of the SLO’s calendar window', monthOption)
    .option('-c, --config <file>', 'configuration (default: ./resolver-slo.yaml)')
    .addOption(new Option('--format <format>', 'default: that of the file’s name, else md').choices(REPORT_FORMATS))
    .addOption(new Option('--lang <language>', 'of md and html').choices(LANGUAGES).default(DEFAULT_LANGUAGE))
    .option('--slo <name>', 'only this SLO')
    .option('-o, --output <file>', 'write to this file, not to standard output')
    .option('--json', 'the same as --format json')
    .option('--internal', 'also SLOs that are not public: not for publication')
    .addOption(new Option('--publish', 'keep figures and inputs with their digest').conflicts('internal'))
    .addOption(
      new Option('--verify', 'compute what was published once more, from its kept inputs').conflicts([
        'publish',
        'internal',
        'format',
        'output',
      ]),
    )
    .action((options: ReportOptions) => report(deps, options));
}

function monthOption(text: string): string {
  if (!isMonth(text)) throw new InvalidArgumentError('A month such as 2026-10 is required.');
  return text;
}

async function report(deps: ReportCommandDeps, options: ReportOptions): Promise<void> {
  const opened = await deps.open(options.config);
  try {
    if (options.verify === true) await verifyMonth(deps, opened, options);
    else await makeReport(deps, opened, options);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    for (const line of error.message.split('\n')) fail(deps, line, EXIT.wrong);
  }
}

async function makeReport(deps: ReportCommandDeps, opened: OpenedReport, options: ReportOptions): Promise<void> {
  const wrong = wrongSlo(opened, options);
  if (wrong !== null) {
    fail(deps, wrong, EXIT.wrong);
    return;
  }
  const made = await assemble(deps, opened, options);
  const shown = options.publish === true ? await publish(deps, opened, made) : made;
  await write(deps, renderReport(shown, formatOf(options), options.lang, readVersion()), options.output);
  if (made.slos.some(({ kind }) => kind === 'failed')) process.exitCode = EXIT.outside;
}

function wrongSlo({ slos }: OpenedReport, { slo: name, internal }: ReportOptions): string | null {
  if (name === undefined) return null;
  const named = slos.filter((slo) => slo.name === name);
  if (named.length === 0) return unknownName(name, slos);
  if (internal === true || named.some(({ visibility }) => visibility === 'public')) return null;
  return `a public SLO is required, found "${name}", which is internal: --internal makes a report that is not for publication`;
}

function assemble(deps: ReportCommandDeps, opened: OpenedReport, options: ReportOptions): Promise<FullMonthReport> {
  const nowMs = deps.clock.nowMs();
  const { month, slo: name, internal = false } = options;
  const slos = opened.slos.filter((slo) => name === undefined || slo.name === name);
  return opened.reading(nowMs, async (reportDeps) => {
    const made = await assembleReport(reportDeps, { month, slos, nowMs, withInternal: internal });
    for (const warning of await reportWarnings(reportDeps, made)) deps.stderr.write(`report: ${warning}\n`);
    return made;
  });
}

/** The report, which now says that it is published. */
async function publish(deps: ReportCommandDeps, opened: OpenedReport, made: FullMonthReport): Promise<MonthReport> {
  const published = await opened.publishing((store) => publishReport(store, made));
  for (const line of publishedLines(made.month, published)) deps.stderr.write(`${line}\n`);
  return republished(made, published);
}

/** A file's name says what is wanted in it. */
function formatOf({ format, json, output }: ReportOptions): ReportFormat {
  if (format !== undefined) return format;
  if (json === true) return 'json';
  return REPORT_FORMATS.find((one) => output?.toLowerCase().endsWith(`.${one}`) === true) ?? 'md';
}

async function write(deps: ReportCommandDeps, text: string, file: string | undefined): Promise<void> {
  if (file === undefined) {
    deps.stdout.write(text);
    return;
  }
  try {
    await writeFile(file, text);
  } catch (error) {
    fail(deps, `writing ${file}: ${error instanceof Error ? error.message : String(error)}`, EXIT.outside);
  }
}

function fail({ stderr }: ReportCommandDeps, message: string, exitCode: number): void {
  stderr.write(`report: ${message}\n`);
  process.exitCode = exitCode;
}
