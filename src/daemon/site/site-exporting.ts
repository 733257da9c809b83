import type { PublicRecords } from '../../domain/public-records.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { SiteExporter, type SiteExporterOptions } from '../../publish/export/site-exporter.js';
import { PageFactory, type SiteSettings } from '../../publish/site/page-factory.js';
import { SiteKeeper } from '../../publish/site/site-keeper.js';

const LOOK_EVERY_MS = 250;
/** The thread is given three seconds to end. */
const CLOSE_WITHIN_MS = 2_000;

interface SiteExportingOptions extends Omit<SiteExporterOptions, 'pagesMade' | 'site'> {
  readonly site: SiteSettings;
}

/** Exports what it is told, as it changes. */
export class SiteExporting {
  readonly #keeper: SiteKeeper;
  readonly #exporter: SiteExporter;
  #timer: NodeJS.Timeout | null = null;

  constructor({ site, ...options }: SiteExportingOptions) {
    const keeper = new SiteKeeper(options.clock);
    const pages = new PageFactory(site);
    this.#keeper = keeper;
    this.#exporter = new SiteExporter({
      ...options,
      pagesMade: (made) => pages.madeAs(made),
      site: () => keeper.get(),
    });
  }

  setSnapshot(snapshot: Snapshot): void {
    this.#keeper.setSnapshot(snapshot);
  }

  /** The first ones begin it: without them it would write that nothing ever happened. */
  setRecords(records: PublicRecords): void {
    this.#keeper.setRecords(records);
    this.#timer ??= setInterval(() => void this.#exporter.look(), LOOK_EVERY_MS);
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#exporter.close(CLOSE_WITHIN_MS);
  }
}
