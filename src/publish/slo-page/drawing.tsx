import type { VNode } from 'preact';

import type { PageContext } from '../status-page/page-context.js';

/** A part of a page that is drawn once for what was read of history, however often figures change meanwhile. */
export interface Drawing {
  /** One on the whole site. */
  readonly slot: string;
  /** What it is drawn of, which never changes. */
  readonly of: object;
  readonly draw: () => VNode;
}

export function Drawn({ drawing, page }: { readonly drawing: Drawing; readonly page: PageContext }): VNode {
  return <div class="drawn" dangerouslySetInnerHTML={{ __html: drawnHtml(drawing, page) }} />;
}

export function drawnHtml({ slot, of, draw }: Drawing, page: PageContext): string {
  return page.fragments.html(slot, of, draw);
}
