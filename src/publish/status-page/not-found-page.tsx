import type { VNode } from 'preact';

import { Document } from './document.js';
import type { PageContext } from './page-context.js';

/** What a path without a page shows. */
export function NotFoundPage({ page }: { readonly page: PageContext }): VNode {
  const { text } = page;
  return (
    <Document page={page} title={`${text.notFoundTitle} – ${page.title}`}>
      <section class="overall no_data">
        <div>
          <h2>{text.notFoundTitle}</h2>
          <p>{text.notFoundText}</p>
          <p>
            <a href={page.rootPath}>{text.backToStatus}</a>
          </p>
        </div>
      </section>
    </Document>
  );
}
