import { DEFAULT_LANGUAGE, type Language } from '../../domain/language.js';
import type { SiteLook } from '../look/site-look.js';
import type { CustomerResolver } from '../resolv-conf/customer-resolvers.js';
import { FragmentCache } from '../status-page/fragment-cache.js';
import { type TimeFormat, timeFormat } from '../status-page/format-time.js';
import type { PageContext, Translation } from '../status-page/page-context.js';
import { type SiteAssets, siteAssets } from '../status-page/site-assets.js';
import type { Dictionary } from '../text/dictionary.js';
import { DICTIONARIES } from '../text/languages.js';
import { exportedLinks, type ServedAt, servedLinks, type SiteLinks } from './links.js';
import type { SiteKey } from './stable-id.js';

/** What all pages of a site have in common. */
export interface SiteSettings {
  readonly title: string;
  readonly timeZone: string;
  readonly baseUrl: string | null;
  /** The first one is the default. Never empty. */
  readonly languages: readonly Language[];
  readonly look: SiteLook;
  readonly resolvers: readonly CustomerResolver[];
  readonly version: string;
  readonly siteKey: SiteKey;
}

interface LanguageTools {
  readonly text: Dictionary;
  readonly time: TimeFormat;
  readonly formatCount: (count: number) => string;
  readonly fragments: FragmentCache;
}

/** Makes the contexts of a site's pages. */
export class PageFactory {
  readonly languages: readonly Language[];
  /** What pages need beside themselves. */
  readonly assets: SiteAssets;
  readonly #settings: SiteSettings;
  readonly #made: PageContext['made'];
  readonly #tools: ReadonlyMap<string, LanguageTools>;

  /** `made`: of pages that become files; `like`: one of the same settings, whose fragments are used further. */
  constructor(settings: SiteSettings, made: PageContext['made'] = null, like?: PageFactory) {
    this.#settings = settings;
    this.#made = made;
    this.assets = like?.assets ?? siteAssets(settings.look);
    this.languages = settings.languages;
    this.#tools = like === undefined ? toolsByLanguage(settings) : like.#tools;
  }

  /** Of pages that become files, made then: what was drawn for others that did, and has not changed, is not drawn anew. */
  madeAs(made: NonNullable<PageContext['made']>): PageFactory {
    return new PageFactory(this.#settings, made, this);
  }

  get defaultLanguage(): Language {
    return this.languages[0] ?? DEFAULT_LANGUAGE;
  }

  page(language: string, at: ServedAt): PageContext {
    const tools = this.#tools.get(language);
    if (tools === undefined) throw new RangeError(`the site has no language "${language}"`);
    const { title, timeZone, version, baseUrl, siteKey, look, resolvers } = this.#settings;
    const links = this.#made === null ? servedLinks(at) : exportedLinks(at, this.defaultLanguage);
    return {
      ...tools,
      ...{ language, title, timeZone, version, siteKey, links },
      baseUrl: baseUrl?.replace(/\/+$/, '') ?? null,
      path: at.path,
      assets: this.assets,
      operatorLinks: look.links,
      resolvers,
      translations: this.#translations(links, at.path),
      made: this.#made,
    };
  }

  #translations(links: SiteLinks, path: string): readonly Translation[] {
    if (this.languages.length < 2) return [];
    return this.languages.flatMap((language) => {
      const name = this.#tools.get(language)?.text.languageName ?? language;
      return [{ language, name, href: links.pageIn(language, path) }];
    });
  }
}

function toolsByLanguage({ languages, timeZone }: SiteSettings): ReadonlyMap<string, LanguageTools> {
  return new Map(languages.map((language) => [language, toolsOf(language, timeZone)]));
}

function toolsOf(language: Language, timeZone: string): LanguageTools {
  const text: Dictionary = DICTIONARIES[language];
  const counts = new Intl.NumberFormat(text.locale);
  return {
    text,
    time: timeFormat(text.locale, timeZone),
    formatCount: (count) => counts.format(count),
    fragments: new FragmentCache(),
  };
}
