import type { ComponentChildren, VNode } from 'preact';

import { FAVICON_PATH, refreshScript, stylesheet } from './assets.js';
import type { PageContext } from './page-context.js';

interface DocumentProps {
  readonly page: PageContext;
  readonly title: string;
  /** Whether the page keeps itself current where scripts run. */
  readonly refreshes?: boolean;
  readonly children: ComponentChildren;
}

/** What all pages have around their content. */
export function Document({ page, title, refreshes = false, children }: DocumentProps): VNode {
  const { text, rootPath } = page;
  return (
    <html lang={text.locale}>
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="description" content={text.pageDescription(page.title)} />
        <meta name="color-scheme" content="light dark" />
        {page.baseUrl !== null && <link rel="canonical" href={page.baseUrl} />}
        <link rel="icon" type="image/svg+xml" href={rootPath + FAVICON_PATH} />
        <link rel="stylesheet" href={rootPath + stylesheet.path} />
        {refreshes && <script src={rootPath + refreshScript.path} defer />}
      </head>
      <body>
        <a class="skip" href="#content">
          {text.skipToContent}
        </a>
        <header class="site">
          <h1>
            <bdi>{page.title}</bdi>
          </h1>
        </header>
        <p class="notice stale" id="cannot-refresh" role="status" hidden>
          {text.cannotRefresh}
        </p>
        <main id="content" tabindex={-1}>
          {children}
        </main>
        <footer class="site">
          <p>{text.daysAreIn(page.timeZone)}</p>
          <p>
            <a href={`${rootPath}api/v1/slos`}>{text.machineReadable}</a> · {text.poweredBy(page.version)}
          </p>
        </footer>
      </body>
    </html>
  );
}
