import { favicon, FAVICON_PATH } from '../status-page/assets.js';
import { MessagePage } from '../status-page/message-page.js';
import { renderHtml } from '../status-page/render-html.js';
import { jsonFile, pageFile } from './links.js';
import type { PageFactory } from './page-factory.js';
import { SITE_PARTS } from './parts.js';
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
  for (const { path, representation } of pages.assets.all) yield { path, body: representation.body };
  yield { path: FAVICON_PATH, body: favicon.body };
  yield { path: '404.html', body: notFoundFile(pages) };
  for (const part of SITE_PARTS.toSorted((a, b) => rankOf(a) - rankOf(b))) {
    for (const params of part.list(site)) {
      const detail = await read(part, params);
      if (part.load !== undefined && detail === null) continue;
      for (const language of languagesOf(part, pages)) yield fileOf(part, { site, params, detail }, pages, language);
    }
  }
}

function rankOf({ kind, route }: SitePart): number {
  if (kind !== 'page') return 0;
  return route === '/' ? 2 : 1;
}

function languagesOf({ kind }: SitePart, pages: PageFactory): readonly string[] {
  return kind === 'page' || kind === 'feed' ? pages.languages : [pages.defaultLanguage];
}

function fileOf(
  part: SitePart,
  input: Parameters<SitePart['render']>[1],
  pages: PageFactory,
  language: string,
): SiteFile {
  const path = partPath(part, input.params);
  const isInFolder = language !== pages.defaultLanguage;
  const { body } = part.render(pages.page(language, { path, isInFolder }), input);
  return { path: `${isInFolder ? `${language}/` : ''}${fileName(part, path)}`, body };
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
