import { Representation } from '../http/representation.js';
import { REPORT_STYLESHEET } from '../report/html/report-stylesheet.js';
import { COMFORT_SCRIPT } from './comfort-script.js';

/** A file served beside the pages, under a path that changes with its content. */
export interface Asset {
  /** Relative to the site's root: `assets/status-1a2b3c.css`. */
  readonly path: string;
  readonly representation: Representation;
}

/** Of reports, after the one of all pages. */
export const reportStylesheet = asset('report', 'css', 'text/css; charset=utf-8', REPORT_STYLESHEET);
export const comfortScript = asset('comfort', 'js', 'text/javascript; charset=utf-8', COMFORT_SCRIPT);

export const FAVICON_PATH = 'favicon.svg';

/** Three bars, the last one short: a status page at 16 pixels. */
export const favicon = new Representation(
  'image/svg+xml',
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3.5" fill="#12343b"/>' +
    '<path d="M4.5 4v8M8 4v8" stroke="#5fd3a0" stroke-width="2.2" stroke-linecap="round"/>' +
    '<path d="M11.5 9v3" stroke="#f2b84b" stroke-width="2.2" stroke-linecap="round"/></svg>',
);

/** A file whose name says what is in it, so that it can be kept for ever. */
export function asset(name: string, extension: string, contentType: string, body: string | Buffer): Asset {
  const representation = new Representation(contentType, body);
  return { path: `assets/${name}-${representation.hash}.${extension}`, representation };
}
