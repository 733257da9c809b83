import type { Language } from '../../domain/language.js';
import { favicon, FAVICON_PATH } from '../status-page/assets.js';
import { MessagePage } from '../status-page/message-page.js';
import type { PageContext } from '../status-page/page-context.js';
import { renderHtml } from '../status-page/render-html.js';
import { jsonFile, pageFile } from './links.js';
import type { PageFactory } from './page-factory.js';
import { SITE_PARTS } from './parts.js';
import { renderInSlices } from './render-in-slices.js';
import type { Site } from './site.js';
import type { SiteHistory } from './site-history.js';
import { type Params, partPath, type SitePart } from './site-part.js';

/** A file of a static site. */
export interface SiteFile {
  /** Below the site's folder: `ja/slo/availability.html`. */
  readonly path: string;
  readonly body: Buffer;
}

export interface SiteFilesOptions {
  readonly site: Site;
  /** Made for files: with the time at which they are made. */
  readonly pages: PageFactory;
  /** What a part needs of history; the same reading serves all languages. */
  readonly read: ReadDetail;
}

export type ReadDetail = (part: SitePart, params: Params) => Promise<unknown>;

/** Reads whatever is asked for, there and then. */
export function readDirectly(site: Site, history: SiteHistory): ReadDetail {
  return ({ load }, params) => (load === undefined ? Promise.resolve(null) : load.read(site, params, history));
}

/**
 * The whole site as files, in an order in which none comes before what it needs: assets, what programs
 * read, pages, and the overviews last.
 */
export async function* siteFiles({ site, pages, read }: SiteFilesOptions): AsyncGenerator<SiteFile> {
  yield* fixedFiles(pages);
  for (const item of siteItems(site, pages)) {
    const detail = await read(item.part, item.params);
    if (item.part.load !== undefined && detail === null) continue;
    for (const file of item.files) yield renderFile(item, file, { site, params: item.params, detail }, pages);
  }
}

/** A part of the site with the files that it has, one in each of its languages. */
export interface SiteItem {
  readonly part: SitePart;
  readonly params: Params;
  readonly files: readonly ItemFile[];
}

export interface ItemFile {
  /** As of `SiteFile`. */
  readonly path: string;
  readonly language: Language;
  readonly isInFolder: boolean;
}

/** What all sites have. */
export function fixedFiles(pages: PageFactory): readonly SiteFile[] {
  const assets = pages.assets.all.map(({ path, representation }) => ({ path, body: representation.body }));
  return [...assets, { path: FAVICON_PATH, body: favicon.body }, { path: '404.html', body: notFoundFile(pages) }];
}

/** All others, in the order in which they are written. */
export function siteItems(site: Site, pages: PageFactory): readonly SiteItem[] {
  return SITE_PARTS.toSorted((a, b) => rankOf(a) - rankOf(b)).flatMap((part) =>
    part.list(site).map((params) => ({ part, params, files: filesOf(part, params, pages) })),
  );
}

/** The context in which a file of an item is rendered. */
export function pageOf(
  { part, params }: SiteItem,
  { language, isInFolder }: ItemFile,
  pages: PageFactory,
): PageContext {
  return pages.page(language, { path: partPath(part, params), isInFolder });
}

async function renderFile(
  item: SiteItem,
  file: ItemFile,
  input: Parameters<SitePart['render']>[1],
  pages: PageFactory,
): Promise<SiteFile> {
  const { body } = await renderInSlices(item.part, pageOf(item, file, pages), input);
  return { path: file.path, body };
}

function rankOf({ kind, route }: SitePart): number {
  if (kind !== 'page') return 0;
  return route === '/' ? 2 : 1;
}

function languagesOf({ kind }: SitePart, pages: PageFactory): readonly Language[] {
  return kind === 'page' || kind === 'feed' ? pages.languages : [pages.defaultLanguage];
}

function filesOf(part: SitePart, params: Params, pages: PageFactory): readonly ItemFile[] {
  return languagesOf(part, pages).map((language) => {
    const isInFolder = language !== pages.defaultLanguage;
    const path = `${isInFolder ? `${language}/` : ''}${fileName(part, partPath(part, params))}`;
    return { path, language, isInFolder };
  });
}

function fileName({ kind }: SitePart, path: string): string {
  if (kind === 'page') return pageFile(path);
  return kind === 'json' ? jsonFile(path) : path;
}

/** What static hosts show for what they do not have. */
function notFoundFile(pages: PageFactory): Buffer {
  const page = pages.page(pages.defaultLanguage, { path: '', isInFolder: false });
  return renderHtml(<MessagePage kind="notFound" page={page} />, page).body;
}
