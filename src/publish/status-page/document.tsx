import type { ComponentChildren, VNode } from 'preact';

import { isoTime } from '../../domain/clock.js';
import { absoluteAddress, addressesOf } from '../site/addresses.js';
import type { Site } from '../site/site.js';
import { type Asset, comfortScript, FAVICON_PATH } from './assets.js';
import { Instant } from './instant.js';
import { Notices } from './notices.js';
import type { PageContext } from './page-context.js';

interface DocumentProps {
  readonly page: PageContext;
  /** What its figures are of; absent on pages without any. */
  readonly site?: Pick<Site, 'snapshot' | 'staleForMs'>;
  /** Of this page; absent on the overview, which has that of the site. */
  readonly title?: string;
  /** Whether the page keeps itself current where scripts run. */
  readonly refreshes?: boolean;
  /** Of this page, after that of all pages. */
  readonly styles?: readonly Asset[];
  readonly children: ComponentChildren;
}

/** What all pages have around their content. */
export function Document({ page, site, title, refreshes = false, styles = [], children }: DocumentProps): VNode {
  const { text, links } = page;
  const isRefreshed = refreshes && page.made === null;
  return (
    <html lang={text.locale}>
      <head>
        <meta charset="utf-8" />
        <title>{title === undefined ? page.title : `${title} – ${page.title}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="description" content={text.pageDescription(page.title)} />
        <meta name="color-scheme" content="light dark" />
        {page.baseUrl !== null && <Addresses page={page} baseUrl={page.baseUrl} />}
        <link rel="alternate" type="application/atom+xml" title={page.title} href={links.feed('feed.atom')} />
        <link rel="alternate" type="application/rss+xml" title={page.title} href={links.feed('feed.rss')} />
        <link rel="icon" type="image/svg+xml" href={links.file(FAVICON_PATH)} />
        {[page.assets.stylesheet, ...styles].map(({ path }) => (
          <link rel="stylesheet" href={links.file(path)} />
        ))}
        <script src={links.file(comfortScript.path)} defer />
      </head>
      <body {...(isRefreshed ? { 'data-refreshes': '' } : {})}>
        <a class="skip" href="#content">
          {text.skipToContent}
        </a>
        <SiteHeader page={page} isOverview={title === undefined} />
        <p class="notice stale" id="cannot-refresh" role="status" hidden>
          {text.cannotRefresh}
        </p>
        <main id="content" tabindex={-1}>
          {page.made !== null && <Made page={page} {...page.made} />}
          {site !== undefined && <Notices site={site} page={page} />}
          {children}
        </main>
        <SiteFooter page={page} />
      </body>
    </html>
  );
}

/** Where search engines find the page, and its translations. */
function Addresses({ page, baseUrl }: { readonly page: PageContext; readonly baseUrl: string }): VNode {
  return (
    <>
      <link rel="canonical" href={addressesOf(page).page(page.path)} />
      {page.translations.map(({ language, href }) => (
        <link rel="alternate" hreflang={language} href={absoluteAddress(baseUrl, href)} />
      ))}
    </>
  );
}

function SiteHeader({ page, isOverview }: { readonly page: PageContext; readonly isOverview: boolean }): VNode {
  const { text, links } = page;
  return (
    <header class="site">
      {isOverview ? (
        <h1>
          <SiteName page={page} />
        </h1>
      ) : (
        <p class="site-title">
          <a href={links.page('')}>
            <SiteName page={page} />
          </a>
        </p>
      )}
      <nav aria-label={text.nav.label}>
        <ul role="list">
          <NavItem page={page} path="" label={text.nav.status} />
          <NavItem page={page} path="history" label={text.nav.history} />
          <NavItem page={page} path="resolv-conf" label={text.nav.setup} />
          {page.operatorLinks.map((link) => (
            <li>
              <a href={link.url} rel="noopener">
                <bdi>{link.title}</bdi>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {page.translations.length > 0 && <Languages page={page} />}
    </header>
  );
}

/** The operator's, with its logo: that says the title to whoever cannot see it, which is not said twice. */
function SiteName({ page }: { readonly page: PageContext }): VNode {
  const { title, links, assets } = page;
  if (assets.logo === null) return <bdi>{title}</bdi>;
  return (
    <span class="site-name">
      <img class="logo" src={links.file(assets.logo.path)} alt={title} />
      <bdi aria-hidden="true">{title}</bdi>
    </span>
  );
}

function NavItem({
  page,
  path,
  label,
}: {
  readonly page: PageContext;
  readonly path: string;
  readonly label: string;
}): VNode {
  return (
    <li>
      <a href={page.links.page(path)} {...(page.path === path ? { 'aria-current': 'page' as const } : {})}>
        {label}
      </a>
    </li>
  );
}

function Languages({ page }: { readonly page: PageContext }): VNode {
  return (
    <nav class="languages" aria-label={page.text.nav.languages}>
      <ul role="list">
        {page.translations.map(({ language, name, href }) => (
          <li>
            <a
              href={href}
              lang={language}
              hreflang={language}
              {...(language === page.language ? { 'aria-current': 'true' as const } : {})}
            >
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A file is not renewed by itself: it says from when on not to believe it any more, script or no script. */
export function Made({
  page,
  atMs,
  staleFromMs,
}: { readonly page: PageContext } & NonNullable<PageContext['made']>): VNode {
  const { text } = page;
  return (
    <p class="notice made" role="note" data-stale-from={isoTime(staleFromMs)}>
      {text.madeAt} <Instant timeMs={atMs} page={page} />. {text.staleFrom} <Instant timeMs={staleFromMs} page={page} />
      .
    </p>
  );
}

function SiteFooter({ page }: { readonly page: PageContext }): VNode {
  const { text, links } = page;
  return (
    <footer class="site">
      <p>{text.daysAreIn(page.timeZone)}</p>
      <ul role="list" aria-label={text.subscribe}>
        <li>
          <a href={links.feed('feed.atom')}>Atom</a>
        </li>
        <li>
          <a href={links.feed('feed.rss')}>RSS</a>
        </li>
        <li>
          <a href={links.file('maintenance.ics')}>{text.calendarFeed}</a>
        </li>
        <li>
          <a href={links.json('api/v1/slos')}>{text.machineReadable}</a>
        </li>
      </ul>
      <p>{text.poweredBy(page.version)}</p>
    </footer>
  );
}
