import type { AccentColours, Logo, LogoType, SiteLook } from '../look/site-look.js';
import { type Asset, asset, comfortScript, reportStylesheet } from './assets.js';
import { darkColour, lightColour } from './colour-values.js';
import { STYLESHEET } from './stylesheet.js';

/** The files of one site that pages name by their content. */
export interface SiteAssets {
  /** Of every page, with the operator's colours. */
  readonly stylesheet: Asset;
  readonly logo: Asset | null;
  /** Those two and what all sites have. */
  readonly all: readonly Asset[];
}

export function siteAssets({ colours, logo }: SiteLook): SiteAssets {
  const stylesheet = asset('status', 'css', 'text/css; charset=utf-8', `${STYLESHEET}${accentRules(colours)}`);
  const picture = logo === null ? null : logoAsset(logo);
  const own = picture === null ? [stylesheet] : [stylesheet, picture];
  return { stylesheet, logo: picture, all: [...own, reportStylesheet, comfortScript] };
}

const LOGO_TYPES: Readonly<Record<LogoType, string>> = { svg: 'image/svg+xml', png: 'image/png' };

function logoAsset({ type, base64 }: Logo): Asset {
  return asset('logo', type, LOGO_TYPES[type], Buffer.from(base64, 'base64'));
}

/** In the stylesheet, since the content security policy forbids styles in pages. */
function accentRules({ accent, accentDark }: AccentColours): string {
  if (accent === null && accentDark === null) return '';
  const properties = (colour: string): string => `:root { --link: ${colour}; --focus: ${colour}; }`;
  return [
    properties(accent ?? lightColour('link')),
    `@media screen and (prefers-color-scheme: dark) { ${properties(accentDark ?? darkColour('link'))} }`,
    '@media screen { html { border-top: 5px solid var(--link); } }',
    'header.site nav a[aria-current] { color: var(--link); }',
    '',
  ].join('\n');
}
