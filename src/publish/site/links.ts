/** Leads from one page of the site to everything else of it, always relative: the site works below any path, and as files. */
export interface SiteLinks {
  /** A page of the same language, by its path without the leading slash: `slo/availability`; the overview is empty. */
  page(path: string): string;
  /** A page in the language of this folder (`ja`). */
  pageIn(language: string, path: string): string;
  /** A feed of the same language: `feed.atom`. */
  feed(name: string): string;
  /** What has no language, with its extension: `badge/availability.svg`, `assets/status-1a2b.css`. */
  file(path: string): string;
  /** JSON, by its path as it is served: `api/v1/slos`. */
  json(path: string): string;
}

/** Where a page stands when it is served. */
export interface ServedAt {
  /** Its path below the folder of its language, without the leading slash. */
  readonly path: string;
  /** Whether it stands in the folder of its language; else at the root. */
  readonly isInFolder: boolean;
}

/** Links of pages that are served. */
export function servedLinks({ path, isInFolder }: ServedAt): SiteLinks {
  const toFolder = up(path);
  const toRoot = isInFolder ? `${toFolder}../` : toFolder;
  return {
    page: (target) => `${toFolder}${encodePath(target)}`,
    pageIn: (language, target) => `${toRoot}${language}/${encodePath(target)}`,
    feed: (name) => `${toFolder}${name}`,
    file: (target) => `${toRoot}${encodePath(target)}`,
    json: (target) => `${toRoot}${encodePath(target)}`,
  };
}

/** Links of pages that are files: `slo/availability.html`. The first language stands at the root, others in their folders. */
export function exportedLinks({ path, isInFolder }: ServedAt, firstLanguage: string): SiteLinks {
  const toFolder = up(path);
  const toRoot = isInFolder ? `${toFolder}../` : toFolder;
  const folderOf = (language: string): string => (language === firstLanguage ? '' : `${language}/`);
  return {
    page: (target) => `${toFolder}${encodePath(pageFile(target))}`,
    pageIn: (language, target) => `${toRoot}${folderOf(language)}${encodePath(pageFile(target))}`,
    feed: (name) => `${toFolder}${name}`,
    file: (target) => `${toRoot}${encodePath(target)}`,
    json: (target) => `${toRoot}${encodePath(jsonFile(target))}`,
  };
}

/** The file of a page: `index.html`, `slo/availability.html`. */
export function pageFile(path: string): string {
  return path === '' ? 'index.html' : `${path}.html`;
}

/** The file of what is served as JSON at a path: `api/v1/slos.json`. */
export function jsonFile(path: string): string {
  return path.endsWith('.json') ? path : `${path}.json`;
}

/** `./` for `history`, `../` for `slo/availability`. */
function up(path: string): string {
  const depth = path.split('/').length - 1;
  return depth === 0 ? './' : '../'.repeat(depth);
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
