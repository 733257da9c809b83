import type { Representation } from '../http/representation.js';
import type { ApiDescription } from '../public-api/api-description.js';
import type { PageContext } from '../status-page/page-context.js';
import type { Site } from './site.js';
import type { SiteHistory } from './site-history.js';

/** What the names in a route stand for: `{ name: 'availability' }`. */
export type Params = Readonly<Record<string, string>>;

/** What a part is made of: all that is shown now, and what was read of history for it. */
export interface PartInput<Detail> {
  readonly site: Site;
  readonly params: Params;
  readonly detail: Detail;
}

/** What a part needs of history. */
export interface PartLoad<Detail> {
  /** After this it is read anew when somebody asks; what was read before is shown meanwhile. */
  readonly maxAgeMs: number;
  /** What of the site is asked of history, beside the SLOs as they are defined: once it changes, what was read before is not shown. */
  readonly of?: (site: Site, params: Params) => unknown;
  /** `null`: there is no such thing. Slow readings (reports) are made on a thread of their own. */
  readonly read: (site: Site, params: Params, history: SiteHistory) => Promise<Detail | null>;
}

interface PartSpec<Detail> {
  /** As it is served below the site's root: `/slo/:name`. */
  readonly route: string;
  /**
   * `pages` and `feeds` are there in every language, and lead to each other by `SiteLinks`; `json` and
   * `file` have none (their context is that of the default language).
   */
  readonly kind: 'page' | 'feed' | 'json' | 'file';
  /** What the description of the API says of it, and what its answers look like. */
  readonly api?: ApiDescription;
  /** All there are: others are not found, and a static site has no others. */
  readonly list: (site: Site) => readonly Params[];
  readonly load?: PartLoad<Detail>;
  readonly render: (page: PageContext, input: PartInput<Detail>) => Representation;
  /** It is rendered of its `detail`, and of nothing else that changes. */
  readonly isOfDetailAlone?: boolean;
  /** Steps of rendering that may be made one by one before `render`, which then finds their fragments. */
  readonly prepare?: (page: PageContext, input: PartInput<Detail>) => Iterable<() => void>;
}

/** Something the site has at paths of its own. */
export type SitePart = PartSpec<unknown>;

/** A part whose `render` gets what its `load` has read; without `load` that is `null`. */
export function sitePart<Detail = null>(spec: PartSpec<Detail>): SitePart {
  // What one part has read is given to that part only.
  return spec as SitePart;
}

/** Where there is exactly one: no names in the route. */
export const ONE: () => readonly Params[] = () => [{}];

/** Path below the root (or the folder of a language) without the leading slash: `slo/availability`. */
export function partPath({ route }: Pick<SitePart, 'route'>, params: Params): string {
  return route.slice(1).replace(/:(\w+)/g, (_, name: string) => params[name] ?? '');
}
