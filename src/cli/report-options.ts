import type { Clock } from '../domain/clock.js';
import type { Language } from '../domain/language.js';
import type { ReportFormat } from '../publish/report/render-report.js';
import type { OpenedReport } from './open-report.js';

export interface ReportCommandDeps {
  /** Rejects with what is wrong with the configuration or the store; the caller of the command reports that. */
  open(configFile: string | undefined): Promise<OpenedReport>;
  readonly clock: Clock;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

export interface ReportOptions {
  readonly month: string;
  readonly config?: string;
  readonly format?: ReportFormat;
  readonly json?: boolean;
  readonly lang: Language;
  readonly slo?: string;
  readonly output?: string;
  readonly internal?: boolean;
  readonly publish?: boolean;
  readonly verify?: boolean;
}
