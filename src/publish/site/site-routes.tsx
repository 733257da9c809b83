import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Clock } from '../../domain/clock.js';
import type { Log } from '../../domain/log.js';
import { IMMUTABLE, sendRepresentation } from '../http/send-representation.js';
import { favicon, FAVICON_PATH } from '../status-page/assets.js';
import { MessagePage } from '../status-page/message-page.js';
import { renderHtml } from '../status-page/render-html.js';
import { negotiateLanguage } from './negotiate-language.js';
import type { PageFactory } from './page-factory.js';
import { registerParts } from './part-routes.js';
import { SITE_PARTS } from './parts.js';
import { RenderedSite } from './rendered-site.js';
import type { SiteHistory } from './site-history.js';
import type { SiteKeeper } from './site-keeper.js';

export interface SiteRoutesOptions {
  readonly keeper: SiteKeeper;
  readonly pages: PageFactory;
  readonly history: SiteHistory;
  readonly clock: Clock;
  readonly log: Log;
  /** Throws where this visitor has history read too often. */
  readonly admit: (address: string) => void;
}

/** All parts of the site, and what its pages need: stylesheet, script and icon. */
export function registerSite(app: FastifyInstance, options: SiteRoutesOptions): void {
  registerParts(app, SITE_PARTS, { ...options, rendered: new RenderedSite(options) });
  for (const { path, representation } of options.pages.assets.all) {
    app.get(`/${path}`, (request, reply) => sendRepresentation(request, reply, representation, IMMUTABLE));
  }
  app.get(`/${FAVICON_PATH}`, (request, reply) => sendRepresentation(request, reply, favicon, 'public, max-age=86400'));
  for (const language of options.pages.languages) {
    app.get(`/${language}`, (_request, reply) => reply.redirect(`${language}/`, 308));
  }
}

/** Answers with the 404 page; its links go up from wherever the path pretends to be. */
export async function notFoundPage(
  pages: PageFactory,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const [path = '/'] = request.url.split('?', 1);
  const [, first = '', ...rest] = path.split('/').slice(0, MAX_DEPTH);
  const named = pages.languages.find((language) => language === first);
  const language = named ?? negotiateLanguage(request.headers['accept-language'], pages.languages);
  const isInFolder = named !== undefined;
  if (!isInFolder) void reply.header('vary', 'accept-language');
  const page = pages.page(language, { path: depthOf(isInFolder ? rest : [first, ...rest]), isInFolder });
  return sendRepresentation(request, reply, renderHtml(<MessagePage kind="notFound" page={page} />, page));
}

/** What is looked at of a path that may be of any length. */
const MAX_DEPTH = 20;

/** A path as deep as these parts, of which nothing is repeated: whoever asked might have written anything. */
function depthOf(parts: readonly string[]): string {
  return parts.length <= 1 ? '' : '_/'.repeat(parts.length - 1);
}
