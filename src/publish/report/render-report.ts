import type { MonthReport } from '../../app/report/month-report.js';
import type { Language } from '../../domain/language.js';
import { DICTIONARIES } from '../text/languages.js';
import { reportContent } from './content/report-content.js';
import { reportCsv } from './report-csv.js';
import { reportHtml } from './report-html.js';
import { reportJson } from './report-json.js';
import { reportMarkdown } from './report-markdown.js';

export const REPORT_FORMATS = ['md', 'html', 'json', 'csv'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** The report as the text of a file. `version`: of this program. */
export function renderReport(report: MonthReport, format: ReportFormat, language: Language, version: string): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(reportJson(report), null, 2)}\n`;
    case 'csv':
      return reportCsv(report);
    case 'md':
      return reportMarkdown(reportContent(report, DICTIONARIES[language], version));
    case 'html':
      return reportHtml(reportContent(report, DICTIONARIES[language], version));
    default:
      return format satisfies never;
  }
}
