import type { ExportReport } from '../../publish/export/site-exporter.js';
import type { Metrics } from '../../publish/prometheus/metrics.js';

/** What came of exports since the daemon started, as metrics; none of them before there is an export. */
export class ExportWatch {
  readonly #counts = { written: 0, failed: 0 };
  #last: Extract<ExportReport, { readonly outcome: 'written' }> | null = null;

  constructor(metrics: Metrics) {
    metrics.registerSource({
      name: 'resolver_slo_export_runs_total',
      help: 'Exports of the public site by outcome: written, failed.',
      kind: 'counter',
      collect: () => this.#countSamples(),
    });
    metrics.registerSource({
      name: 'resolver_slo_export_last_success_timestamp_seconds',
      help: 'When the last good export of the public site ended, seconds since the Unix epoch.',
      kind: 'gauge',
      collect: () => (this.#last === null ? null : this.#last.endedAtMs / 1_000),
    });
    metrics.registerSource({
      name: 'resolver_slo_export_last_duration_seconds',
      help: 'How long the last good export of the public site took, with the rests that it leaves to visitors.',
      kind: 'gauge',
      collect: () => (this.#last === null ? null : this.#last.tookMs / 1_000),
    });
    metrics.registerSource({
      name: 'resolver_slo_export_last_written_files',
      help: 'Files that the last good export of the public site wrote; all others were as they should be.',
      kind: 'gauge',
      collect: () => this.#last?.written ?? null,
    });
  }

  readonly note = (report: ExportReport): void => {
    this.#counts[report.outcome]++;
    if (report.outcome === 'written') this.#last = report;
  };

  #countSamples() {
    const { written, failed } = this.#counts;
    if (written + failed === 0) return null;
    return Object.entries(this.#counts).map(([outcome, value]) => ({ labels: { outcome }, value }));
  }
}
