import type { Clock } from '../../domain/clock.js';
import type { Log } from '../../domain/log.js';
import { HttpError } from '../http/errors.js';
import { QueryGate } from '../http/query-gate.js';
import type { Representation } from '../http/representation.js';
import { DetailCache } from './detail-cache.js';
import { detailKey } from './detail-key.js';
import type { PageFactory } from './page-factory.js';
import { renderInSlices } from './render-in-slices.js';
import type { Site } from './site.js';
import type { SiteHistory } from './site-history.js';
import { type Params, partPath, type SitePart } from './site-part.js';

/** Which of its shapes is wanted. */
export interface Variant {
  readonly language: string;
  readonly isInFolder: boolean;
}

interface Rendered {
  readonly site: Site;
  readonly detail: unknown;
  readonly representation: Representation;
}

interface Wanted {
  readonly key: string;
  readonly part: SitePart;
  readonly params: Params;
  readonly variant: Variant;
}

export interface RenderedSiteOptions {
  readonly pages: PageFactory;
  readonly history: SiteHistory;
  readonly clock: Clock;
  readonly log: Log;
  /** How long a request waits for what must be read; default 8 s. */
  readonly waitMs?: number;
}

/** Parts kept as they were rendered last. */
const MAX_RENDERED = 300;
/** What is made in steps may be shown in its last form for so long while it is made anew. */
const SHOWN_BEHIND_MS = 1_500;
/** Whoever asks waits so long for what must be read; the reading goes on, for whoever asks next. */
const WAIT_MS = 8_000;
const GATE = { maxRunning: 2, maxWaiting: 50, timeoutMs: 300_000 } as const;

/**
 * The site's parts as they are served, each rendered when somebody asks for it, once for each change
 * however many ask. Rendering what is large never keeps others waiting: it is done in slices.
 */
export class RenderedSite {
  readonly #options: RenderedSiteOptions;
  readonly #details: DetailCache;
  readonly #gate = new QueryGate(GATE);
  /** In order of last use. */
  readonly #rendered = new Map<string, Rendered>();
  readonly #making = new Map<string, Promise<Representation>>();
  readonly #listed = new WeakMap<Site, Map<SitePart, ReadonlySet<string>>>();

  constructor(options: RenderedSiteOptions) {
    this.#options = options;
    this.#details = new DetailCache({ ...options, maxEntries: MAX_RENDERED });
  }

  /**
   * A part of the site as it is now; `null` where there is none. Rejects as reading history does, and as `admit`
   * throws, which is asked before history is read for this asker.
   */
  async get(
    site: Site,
    part: SitePart,
    params: Params,
    variant: Variant,
    admit: () => void = () => undefined,
  ): Promise<Representation | null> {
    if (!this.#has(site, part, params)) return null;
    const path = partPath(part, params);
    const key = `${part.kind} ${path} ${variant.language} ${String(variant.isInFolder)}`;
    const detail = await this.#detail(site, part, params, admit);
    if (part.load !== undefined && detail === null) return null;
    const known = this.#rendered.get(key);
    const isOfNow = known?.site === site || part.isOfDetailAlone === true;
    if (known !== undefined && known.detail === detail && isOfNow) return this.#touched(key, known).representation;
    const making = this.#make({ key, part, params, variant }, site, detail);
    if (known === undefined || part.prepare === undefined) return making;
    // Whoever comes while it is made gets what there is, if that is not much older.
    making.catch((err: unknown) => this.#options.log.error({ err, path }, 'rendering a page failed'));
    return site.nowMs - known.site.nowMs <= SHOWN_BEHIND_MS ? known.representation : making;
  }

  /** Asked for by those who name things in a path: does the site have it? */
  #has(site: Site, part: SitePart, params: Params): boolean {
    const byPart = this.#listed.get(site) ?? new Map<SitePart, ReadonlySet<string>>();
    const paths = byPart.get(part) ?? new Set(part.list(site).map((one) => partPath(part, one)));
    this.#listed.set(site, byPart.set(part, paths));
    return paths.has(partPath(part, params));
  }

  async #detail(site: Site, part: SitePart, params: Params, admit: () => void): Promise<unknown> {
    const { load } = part;
    if (load === undefined) return null;
    const { history } = this.#options;
    const read = (): Promise<unknown> => this.#gate.run(() => load.read(site, params, history));
    return waitFor(
      Promise.resolve(this.#details.get(detailKey(site, part, params), load.maxAgeMs, read, admit)),
      this.#options.waitMs ?? WAIT_MS,
    );
  }

  #make(wanted: Wanted, site: Site, detail: unknown): Promise<Representation> {
    const { key } = wanted;
    const underWay = this.#making.get(key);
    if (underWay !== undefined) return underWay;
    const making = this.#render(wanted, site, detail).finally(() => this.#making.delete(key));
    this.#making.set(key, making);
    return making;
  }

  async #render({ key, part, params, variant }: Wanted, site: Site, detail: unknown): Promise<Representation> {
    const page = this.#options.pages.page(variant.language, { path: partPath(part, params), ...variant });
    const representation = await renderInSlices(part, page, { site, params, detail });
    await representation.prepareAs(this.#rendered.get(key)?.representation ?? null);
    this.#touched(key, { site, detail, representation });
    return representation;
  }

  #touched(key: string, rendered: Rendered): Rendered {
    this.#rendered.delete(key);
    this.#rendered.set(key, rendered);
    if (this.#rendered.size > MAX_RENDERED) {
      const oldest = this.#rendered.keys().next();
      if (oldest.done !== true) this.#rendered.delete(oldest.value);
    }
    return rendered;
  }
}

async function waitFor(reading: Promise<unknown>, waitMs: number): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<never>((_, reject) => {
    const error = new HttpError(503, 'PREPARING', 'this is being put together; try again in a few seconds', 5);
    timer = setTimeout(() => reject(error), waitMs);
  });
  try {
    return await Promise.race([reading, waited]);
  } finally {
    clearTimeout(timer);
  }
}
