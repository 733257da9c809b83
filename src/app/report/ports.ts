import type { Incident } from '../../domain/incident.js';
import type { NewPublishedReport, PublishedReport } from '../../domain/published-report.js';

export interface IncidentReader {
  /** In order of recording. */
  incidents(): Promise<readonly Incident[]>;
}

export interface PublishedReportReader {
  /** What was published of a month (`YYYY-MM`), in order of publication. */
  publishedReports(month: string): Promise<readonly PublishedReport[]>;
}

export interface ReportPublisher extends PublishedReportReader {
  /** Keeps what figures were made of; what was published before with the same digest stays as it was. */
  publishReports(reports: readonly NewPublishedReport[]): Promise<void>;
}
