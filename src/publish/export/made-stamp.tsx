import { renderToString } from 'preact-render-to-string';

import { Made } from '../status-page/document.js';
import type { PageContext } from '../status-page/page-context.js';

/** What `Made` renders; texts of operators are escaped, so that nothing else of a page looks like it. */
const STAMP = /<p class="notice made".*?<\/p>/s;

/** The page without the sentence on when it was made: the same as long as nothing else changes. */
export function withoutStamp(html: string): string {
  return html.replace(STAMP, '');
}

/** The same page, made at another time; `null`: this is no page that says when it was made. */
export function stampedAnew(html: string, page: PageContext): string | null {
  if (page.made === null || !STAMP.test(html)) return null;
  const stamp = renderToString(<Made page={page} {...page.made} />);
  return html.replace(STAMP, () => stamp);
}
