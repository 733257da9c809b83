import type { MonthReport, SloMonth } from '../../app/report/month-report.js';
import type { MonthDay } from '../../app/report/month-figures.js';

const COLUMNS = [
  'month',
  'date',
  'slo',
  'objective_name',
  'service',
  'objective',
  'good',
  'valid',
  'sli',
  'measured_good',
  'measured_valid',
  'measured_sli',
  'budget_consumed',
  'coverage',
  'status',
  'p50_us',
  'p90_us',
  'p99_us',
  'digest',
] as const;

type Line = Readonly<Record<(typeof COLUMNS)[number], string | number | null>>;

/**
 * The report as RFC 4180 CSV with a header: for each SLO a line for each day, and one for the whole month,
 * whose `date` is empty. No data is an empty field, as is what a day has not.
 */
export function reportCsv(report: MonthReport): string {
  const lines = report.slos.flatMap((slo) => sloLines(report, slo));
  const rows = [[...COLUMNS], ...lines.map((line) => COLUMNS.map((column) => line[column]))];
  return rows.map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

function sloLines({ month }: MonthReport, slo: SloMonth): readonly Line[] {
  const { status } = slo;
  const named = {
    month,
    slo: status.name,
    objective_name: status.objectiveName ?? '',
    service: status.service,
    objective: status.objective,
  };
  const days = slo.kind === 'failed' ? [] : slo.days;
  return [...days.map((day) => ({ ...named, ...dayFields(slo, day) })), { ...named, ...totalFields(slo) }];
}

function dayFields(slo: SloMonth, { date, good, valid, sli, asMeasured }: MonthDay) {
  const latency = slo.kind === 'slo' ? slo.figures.latency?.days.find((day) => day.date === date) : undefined;
  const counted = valid === 0 ? NOTHING : { good, valid, sli };
  return {
    date,
    ...counted,
    ...measuredFields(asMeasured ?? counted),
    budget_consumed: null,
    coverage: null,
    status: null,
    ...percentiles(latency),
    digest: '',
  };
}

function totalFields(slo: SloMonth) {
  const { good, valid, sli, asMeasured, errorBudget, coverage, status } = slo.status;
  const counted = valid === 0 ? NOTHING : { good, valid, sli };
  return {
    date: '',
    ...counted,
    ...measuredFields(asMeasured ?? counted),
    budget_consumed: errorBudget.consumed,
    coverage: slo.kind === 'failed' ? null : coverage,
    status,
    ...percentiles(slo.kind === 'slo' ? slo.figures.latency?.whole : undefined),
    digest: slo.kind === 'slo' ? slo.digest : '',
  };
}

interface Counts {
  readonly good: number | null;
  readonly valid: number | null;
  readonly sli: number | null;
}

const NOTHING: Counts = { good: null, valid: null, sli: null };

function measuredFields({ good, valid, sli }: Counts) {
  const isKnown = valid !== 0;
  return { measured_good: isKnown ? good : null, measured_valid: isKnown ? valid : null, measured_sli: sli };
}

function percentiles(
  point: { readonly p50Us: number | null; readonly p90Us: number | null; readonly p99Us: number | null } | undefined,
) {
  return { p50_us: point?.p50Us ?? null, p90_us: point?.p90Us ?? null, p99_us: point?.p99Us ?? null };
}

/** What a spreadsheet takes for a formula begins with one of these (OWASP, CSV injection); an apostrophe makes it text. */
const FORMULA = /^[=+\-@\t\r]/;

/** A field of RFC 4180: quoted where it must be. Texts (not numbers) can be no formula. */
export function csvField(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
