import type { VNode } from 'preact';

import { Representation } from '../http/representation.js';
import type { PageContext } from './page-context.js';

/** A whole document as it is served. */
export function renderHtml(document: VNode, page: PageContext): Representation {
  return new Representation('text/html; charset=utf-8', page.fragments.document(document));
}
