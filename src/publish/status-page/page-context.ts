import type { OperatorLink } from '../look/site-look.js';
import type { CustomerResolver } from '../resolv-conf/customer-resolvers.js';
import type { SiteLinks } from '../site/links.js';
import type { SiteKey } from '../site/stable-id.js';
import type { Dictionary } from '../text/dictionary.js';
import type { FragmentCache } from './fragment-cache.js';
import type { TimeFormat } from './format-time.js';
import type { SiteAssets } from './site-assets.js';

/** What every component of a page needs besides its data. */
export interface PageContext {
  /** Tag of the page's language: `ja`. */
  readonly language: string;
  readonly text: Dictionary;
  readonly time: TimeFormat;
  readonly timeZone: string;
  readonly title: string;
  readonly version: string;
  readonly siteKey: SiteKey;
  /** Public address of the site, without a slash at its end; `null` if none is configured. */
  readonly baseUrl: string | null;
  /** Of this page, below the folder of its language: `slo/availability`; the overview's is empty. */
  readonly path: string;
  readonly links: SiteLinks;
  readonly assets: Pick<SiteAssets, 'stylesheet' | 'logo'>;
  readonly operatorLinks: readonly OperatorLink[];
  /** What customers are to ask; empty: they are not told. */
  readonly resolvers: readonly CustomerResolver[];
  /** The page in each of the site's languages, this one among them; where there is one only, none. */
  readonly translations: readonly Translation[];
  /** Of a file that nobody will renew: when it was made, and from when on it is out of date; `null` of pages that are served. */
  readonly made: { readonly atMs: number; readonly staleFromMs: number } | null;
  readonly formatCount: (count: number) => string;
  /** Parts rendered for earlier snapshots; those of one language never meet those of another. */
  readonly fragments: FragmentCache;
}

export interface Translation {
  readonly language: string;
  /** Its own name: `日本語`. */
  readonly name: string;
  readonly href: string;
}
