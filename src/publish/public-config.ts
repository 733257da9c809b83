import { type Static, Type } from 'typebox';

import { DEFAULT_LANGUAGE, isLanguage, type Language, LANGUAGES } from '../domain/language.js';
import { httpUrl, listenAddress, section, text } from '../domain/setting.js';
import { timeZoneFault } from '../domain/time-zone.js';
import { type SiteExportConfig, siteExportSetting, toSiteExport } from './export/export-schema.js';
import { type ListenAddress, listenOf } from './listen-address.js';
import { lookSettings } from './look/look-schema.js';
import type { Logo, SiteLook } from './look/site-look.js';
import {
  type CustomerResolver,
  customerResolversRule,
  customerResolversSetting,
  toCustomerResolvers,
} from './resolv-conf/customer-resolvers.js';

/** The page and API that everybody may read. */
export interface PublicListenerConfig {
  readonly listen: ListenAddress;
  readonly baseUrl: string | null;
  readonly title: string;
  /** The first one by default. */
  readonly languages: readonly Language[];
  /** IANA zone of the page's days. */
  readonly timeZone: string;
  readonly look: SiteLook;
  /** What customers are to ask; empty: they are not told. */
  readonly resolvers: readonly CustomerResolver[];
  /** `null`: the site is not written to files. */
  readonly export: SiteExportConfig | null;
}

export const publicSchema = section(
  {
    listen: listenAddress({ default: '127.0.0.1:8080', description: 'Where the public page and API listen.' }),
    baseUrl: Type.Optional(
      httpUrl({ description: 'Address under which the public reaches the page, for absolute links.' }),
    ),
    title: text({ default: 'Resolver status', maxLength: 200, description: 'Title of the page.' }),
    languages: Type.Array(text({ form: 'language', check: languageFault, description: 'A language of the page.' }), {
      minItems: 1,
      uniqueItems: true,
      default: [DEFAULT_LANGUAGE],
      description: 'Languages of the page, the first one by default.',
    }),
    timeZone: text({
      form: 'time zone',
      default: 'UTC',
      check: timeZoneFault,
      description: "IANA time zone of the page's days; it is named on the page.",
    }),
    resolvers: customerResolversSetting,
    ...lookSettings,
    export: siteExportSetting,
  },
  { description: 'The page and API that everybody may read; absent: none.', rule: customerResolversRule },
);

/** `picture`: what is at the path of the logo; `null`: none, or none that can be used. */
export function toPublicListener(
  accepted: Static<typeof publicSchema>,
  picture: Logo | null,
  resolvePath: (path: string) => string,
): PublicListenerConfig {
  const { baseUrl, title, languages, timeZone, colours, links } = accepted;
  const { accent = null, accentDark = null } = colours;
  const known = languages.filter(isLanguage);
  const look = { logo: picture, colours: { accent, accentDark }, links };
  const resolvers = toCustomerResolvers(accepted.resolvers);
  const shown = { baseUrl: baseUrl ?? null, title, languages: known, timeZone, look, resolvers };
  const files = accepted.export === undefined ? null : toSiteExport(accepted.export, resolvePath);
  return { listen: listenOf(accepted.listen), ...shown, export: files };
}

function languageFault(found: string): string | null {
  return isLanguage(found) ? null : `must be one of ${LANGUAGES.join(', ')}`;
}
