import type { SiteLinks } from './links.js';

/** What of a page's context addresses are made of. */
export interface AddressContext {
  readonly language: string;
  /** Without a slash at its end. */
  readonly baseUrl: string | null;
  readonly links: SiteLinks;
  /** Empty where the site has one language. */
  readonly translations: readonly unknown[];
}

/**
 * Addresses as they stand in what is read elsewhere (feeds, calendars, JSON): absolute where it is known
 * under which address the public reaches the site, else relative to what they stand in.
 */
export interface Addresses {
  /** A page in the language of what it stands in. */
  page(path: string): string;
  feed(name: string): string;
  file(path: string): string;
  json(path: string): string;
}

export function addressesOf(context: AddressContext): Addresses {
  const { links, baseUrl } = context;
  if (baseUrl === null) return links;
  const absolute = (relative: string): string => absoluteAddress(baseUrl, relative);
  return {
    page: (path) => absolute(pageLink(context, path)),
    // A feed stands beside the overview of its language.
    feed: (name) => absolute(`${pageLink(context, '').replace(/index\.html$/, '')}${name}`),
    file: (path) => absolute(links.file(path)),
    json: (path) => absolute(links.json(path)),
  };
}

/** In several languages a page is named by that in which it was linked: who follows the link may prefer another. */
function pageLink({ links, language, translations }: AddressContext, path: string): string {
  return translations.length === 0 ? links.page(path) : links.pageIn(language, path);
}

/** `../../ja/history` is `ja/history` below the root, wherever it stands. */
export function absoluteAddress(baseUrl: string, relative: string): string {
  return `${baseUrl}/${relative.replace(/^(\.{1,2}\/)+/, '')}`;
}
