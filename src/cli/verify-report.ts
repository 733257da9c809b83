import { type VerifiedReport, verifyReport } from '../app/report/verify-report.js';
import { isoTime } from '../domain/clock.js';
import { EXIT } from './exit-codes.js';
import type { OpenedReport } from './open-report.js';
import type { ReportCommandDeps, ReportOptions } from './report-options.js';
import { verifiedLines } from './report-text.js';

/** `report --verify`: everything that was published of a month, also of SLOs that are configured no more. */
export async function verifyMonth(
  { clock, stdout, stderr }: ReportCommandDeps,
  opened: OpenedReport,
  { month, slo, json }: ReportOptions,
): Promise<void> {
  const published = await opened.reading(
    clock.nowMs(),
    async (deps) => (await deps.published?.publishedReports(month)) ?? [],
  );
  const verified = published.filter((one) => slo === undefined || isOf(one.slo, slo)).map(verifyReport);
  if (verified.length === 0)
    stderr.write(`report: nothing was published of ${month}${slo === undefined ? '' : ` and "${slo}"`}\n`);
  if (json === true) stdout.write(`${JSON.stringify(verified.map(verifiedJson), null, 2)}\n`);
  else
    stdout.write(
      verifiedLines(month, verified)
        .map((line) => `${line}\n`)
        .join(''),
    );
  const isSound = verified.length > 0 && verified.every(({ result }) => result.kind === 'unchanged');
  if (!isSound) process.exitCode = EXIT.wrong;
}

/** Of several objectives the first has the SLO's name as its key, the others `name#2` … */
function isOf(key: string, name: string): boolean {
  return key === name || (key.startsWith(`${name}#`) && /^\d+$/.test(key.slice(name.length + 1)));
}

function verifiedJson({ slo, digest, publishedAtMs, result: { kind, ...details } }: VerifiedReport) {
  return { slo, digest, publishedAt: isoTime(publishedAtMs), result: kind, ...details };
}
