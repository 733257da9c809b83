import { exportedLinks, servedLinks } from '../../src/publish/site/links.js';
import type { AddressContext } from '../../src/publish/site/addresses.js';

export const SAMPLE_BASE_URL = 'https://status.example.org/dns';

/** Where something stands, as its addresses see it. */
export function sampleAddressContext(
  options: {
    readonly path?: string;
    readonly language?: string;
    readonly languages?: number;
    readonly isInFolder?: boolean;
    readonly baseUrl?: string | null;
    readonly isExported?: boolean;
  } = {},
): AddressContext {
  const { path = 'feed.atom', language = 'en', languages = 2, isInFolder = false, isExported = false } = options;
  const baseUrl = options.baseUrl === undefined ? SAMPLE_BASE_URL : options.baseUrl;
  const links = isExported ? exportedLinks({ path, isInFolder }, 'en') : servedLinks({ path, isInFolder });
  return { language, baseUrl, links, translations: languages > 1 ? Array.from({ length: languages }) : [] };
}
