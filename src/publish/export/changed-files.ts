import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import type { Clock } from '../../domain/clock.js';
import { detailKey } from '../site/detail-key.js';
import type { PageFactory } from '../site/page-factory.js';
import { renderInSlices } from '../site/render-in-slices.js';
import type { Site } from '../site/site.js';
import { fixedFiles, type ItemFile, pageOf, type SiteFile, type SiteItem, siteItems } from '../site/site-files.js';
import type { SiteHistory } from '../site/site-history.js';
import type { WrittenFile } from '../site/write-site.js';
import type { SiteExportConfig } from './export-schema.js';
import { stampedAnew, withoutStamp } from './made-stamp.js';
import { SpacedReading } from './spaced-reading.js';

export interface ChangedFilesOptions {
  readonly config: SiteExportConfig;
  readonly history: SiteHistory;
  readonly clock: Clock;
}

export interface ExportMoment {
  readonly atMs: number;
  /** What was read of history a while ago will do. */
  readonly isHurried: boolean;
}

/** What a file held when it was written last. */
interface Written {
  /** Without the sentence on when it was made. */
  readonly digest: string;
  readonly madeAtMs: number;
}

/**
 * The files of a site that is written again and again. A page of which nothing but its time would change is
 * left as it is until half of the time is over for which it may be relied on; what takes long to read and to
 * render is renewed when it is due, and gets but another time in between.
 */
export class ChangedFiles {
  readonly #options: ChangedFilesOptions;
  readonly #reading: SpacedReading;
  #written = new Map<string, Written>();

  constructor(options: ChangedFilesOptions) {
    this.#options = options;
    this.#reading = new SpacedReading(options.clock);
  }

  /** In the order of `siteFiles`. What comes out is taken for written once the next is asked for. */
  async *of(site: Site, pages: PageFactory, moment: ExportMoment): AsyncGenerator<WrittenFile> {
    for (const file of fixedFiles(pages)) yield* this.#ifChanged(file, moment);
    const items = siteItems(site, pages);
    this.#reading.keepOnly(new Set(items.map((item) => keyOf(item, site))));
    for (const item of items) {
      const files = this.#isLeft(item, site, moment)
        ? this.#restamped(item, pages, moment)
        : this.#made(item, site, pages, moment);
      yield* files;
    }
  }

  /** Nothing is known of what is in the folder any more. */
  forget(): void {
    this.#written = new Map();
  }

  /** What hangs on its reading alone, which is not yet due. */
  #isLeft(item: SiteItem, site: Site, { isHurried }: ExportMoment): boolean {
    const { part, files } = item;
    if (part.load === undefined || part.isOfDetailAlone !== true) return false;
    if (!files.every(({ path }) => this.#written.has(path))) return false;
    return !this.#reading.isDue(keyOf(item, site), part.load.maxAgeMs, isHurried);
  }

  async *#restamped(item: SiteItem, pages: PageFactory, moment: ExportMoment): AsyncGenerator<WrittenFile> {
    for (const file of item.files) {
      const { path } = file;
      const known = this.#written.get(path);
      if (known === undefined || this.#isFresh(known, moment)) {
        yield { path, body: null };
        continue;
      }
      const html = await readFile(join(this.#options.config.folder, path), 'utf8').catch(() => '');
      const body = stampedAnew(html, pageOf(item, file, pages));
      yield { path, body: body === null ? null : Buffer.from(body) };
      // What somebody else has changed is rendered anew the next time.
      if (body === null) this.#written.delete(path);
      else this.#written.set(path, { ...known, madeAtMs: moment.atMs });
    }
  }

  async *#made(item: SiteItem, site: Site, pages: PageFactory, moment: ExportMoment): AsyncGenerator<WrittenFile> {
    const detail = await this.#detailOf(item, site, moment);
    if (item.part.load !== undefined && detail === null) return;
    for (const file of item.files) {
      const beganAt = performance.now();
      const body = await this.#rendered(item, file, { site, pages, detail });
      yield* this.#ifChanged({ path: file.path, body }, moment);
      // Visitors are served by the same thread: it is theirs for at least as long as it has been ours.
      await setTimeout(Math.min(LONGEST_REST_MS, performance.now() - beganAt));
    }
  }

  async #detailOf(item: SiteItem, site: Site, { isHurried }: ExportMoment): Promise<unknown> {
    const { load, isOfDetailAlone = false } = item.part;
    if (load === undefined) return null;
    const read = () => load.read(site, item.params, this.#options.history);
    const key = keyOf(item, site);
    if (isOfDetailAlone) return this.#reading.readOnce(key, read);
    return this.#reading.get(key, load.maxAgeMs, isHurried, read);
  }

  async #rendered(
    item: SiteItem,
    file: ItemFile,
    { site, pages, detail }: { readonly site: Site; readonly pages: PageFactory; readonly detail: unknown },
  ): Promise<Buffer> {
    const input = { site, params: item.params, detail };
    return (await renderInSlices(item.part, pageOf(item, file, pages), input)).body;
  }

  *#ifChanged({ path, body }: SiteFile, moment: ExportMoment): Generator<WrittenFile> {
    const isPage = path.endsWith('.html');
    const digest = createHash('sha256')
      .update(isPage ? withoutStamp(body.toString()) : body)
      .digest('base64url');
    const known = this.#written.get(path);
    if (known?.digest === digest && (!isPage || this.#isFresh(known, moment))) {
      yield { path, body: null };
      return;
    }
    yield { path, body };
    this.#written.set(path, { digest, madeAtMs: moment.atMs });
  }

  #isFresh({ madeAtMs }: Written, { atMs }: ExportMoment): boolean {
    return Math.abs(atMs - madeAtMs) < this.#options.config.staleAfterMs / 2;
  }
}

const LONGEST_REST_MS = 100;

function keyOf({ part, params }: SiteItem, site: Site): string {
  return detailKey(site, part, params);
}
