import { FragmentCache } from './fragment-cache.js';
import type { TimeFormat } from './format-time.js';
import { timeFormat } from './format-time.js';
import { english } from './text/english.js';
import type { Dictionary } from './text/dictionary.js';

/** What every component of a page needs besides its data. */
export interface PageContext {
  readonly text: Dictionary;
  readonly time: TimeFormat;
  readonly timeZone: string;
  readonly title: string;
  readonly version: string;
  /** Relative path to the site's root, ending in `/`: a page works below any path and as a file. */
  readonly rootPath: string;
  /** Public address of the site; `null` if none is configured. */
  readonly baseUrl: string | null;
  readonly formatCount: (count: number) => string;
  /** Parts rendered for earlier snapshots. */
  readonly fragments: FragmentCache;
}

export interface PageContextOptions {
  readonly title: string;
  readonly timeZone: string;
  readonly version: string;
  readonly rootPath: string;
  readonly baseUrl: string | null;
}

export function pageContext(options: PageContextOptions): PageContext {
  const text = english;
  const counts = new Intl.NumberFormat(text.locale);
  return {
    ...options,
    text,
    time: timeFormat(text.locale, options.timeZone),
    formatCount: (count) => counts.format(count),
    fragments: new FragmentCache(),
  };
}
