import type { MonthReport } from '../../app/report/month-report.js';
import { reportContent } from './content/report-content.js';
import { reportCsv } from './report-csv.js';
import { reportHtml } from './report-html.js';
import { reportJson } from './report-json.js';
import { reportMarkdown } from './report-markdown.js';
import { REPORT_LANGUAGES, type ReportLanguage } from './text/languages.js';

export const REPORT_FORMATS = ['md', 'html', 'json', 'csv'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** The report as the text of a file. `version`: of this program. */
export function renderReport(
  report: MonthReport,
  format: ReportFormat,
  language: ReportLanguage,
  version: string,
): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(reportJson(report), null, 2)}\n`;
    case 'csv':
      return reportCsv(report);
    case 'md':
      return reportMarkdown(reportContent(report, REPORT_LANGUAGES[language], version));
    case 'html':
      return reportHtml(reportContent(report, REPORT_LANGUAGES[language], version));
    default:
      return format satisfies never;
  }
}
