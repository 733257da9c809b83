import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

import { Representation } from '../http/representation.js';

/** A whole document as it is served. */
export function renderHtml(document: VNode): Representation {
  return new Representation('text/html; charset=utf-8', `<!doctype html>${renderToString(document)}`);
}
