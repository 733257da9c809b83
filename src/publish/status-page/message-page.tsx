import type { VNode } from 'preact';

import { Document } from './document.js';
import type { PageContext } from './page-context.js';
import { StateIcon } from './state-badge.js';

interface MessagePageProps {
  readonly kind: 'notFound' | 'starting' | 'unavailable';
  readonly page: PageContext;
}

/** What is shown where there is no page, or none yet. */
export function MessagePage({ kind, page }: MessagePageProps): VNode {
  const { text, links } = page;
  const { title, explanation } = text.messages[kind];
  return (
    <Document page={page} title={title} refreshes={kind !== 'notFound'}>
      <section class="overall no_data">
        <StateIcon state="no_data" />
        <div>
          <h1>{title}</h1>
          <p>{explanation}</p>
          {kind !== 'starting' && (
            <p>
              <a href={links.page('')}>{text.backToStatus}</a>
            </p>
          )}
        </div>
      </section>
    </Document>
  );
}
