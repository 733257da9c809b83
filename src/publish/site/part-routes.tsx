import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Log } from '../../domain/log.js';
import { HttpError } from '../http/errors.js';
import { REVALIDATE, sendRepresentation } from '../http/send-representation.js';
import { MessagePage } from '../status-page/message-page.js';
import { renderHtml } from '../status-page/render-html.js';
import { negotiateLanguage } from './negotiate-language.js';
import type { PageFactory } from './page-factory.js';
import type { RenderedSite } from './rendered-site.js';
import type { SiteKeeper } from './site-keeper.js';
import { type Params, partPath, type SitePart } from './site-part.js';

export interface PartRoutesOptions {
  readonly keeper: SiteKeeper;
  readonly rendered: RenderedSite;
  readonly pages: PageFactory;
  /** Throws where this visitor has history read too often. */
  readonly admit: (address: string) => void;
  readonly log: Log;
}

type PartRequest = FastifyRequest<{ Params: Params }>;

/**
 * Every part of the site at its path. What has words is there in each language below its folder (`/ja/`),
 * and without one in that which the reader prefers.
 */
export function registerParts(app: FastifyInstance, parts: readonly SitePart[], options: PartRoutesOptions): void {
  for (const part of parts) registerPart(app, part, options);
}

function registerPart(app: FastifyInstance, part: SitePart, options: PartRoutesOptions): void {
  const { pages } = options;
  if (part.kind === 'json' || part.kind === 'file') {
    const variant = { language: pages.defaultLanguage, isInFolder: false };
    app.get(part.route, (request: PartRequest, reply) => send(options, part, variant, request, reply));
    return;
  }
  app.get(part.route, (request: PartRequest, reply) => {
    const language = negotiateLanguage(request.headers['accept-language'], pages.languages);
    void reply.header('vary', 'accept-language');
    return send(options, part, { language, isInFolder: false }, request, reply);
  });
  for (const language of pages.languages) {
    const variant = { language, isInFolder: true };
    app.get(`/${language}${part.route}`, (request: PartRequest, reply) => send(options, part, variant, request, reply));
  }
}

interface Variant {
  readonly language: string;
  readonly isInFolder: boolean;
}

async function send(
  options: PartRoutesOptions,
  part: SitePart,
  variant: Variant,
  request: PartRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { keeper, rendered } = options;
  const isPage = part.kind === 'page';
  if (!isPage) void reply.header('access-control-allow-origin', '*');
  const site = keeper.get();
  if (site.snapshot === null) return starting(options, part, variant, request, reply);
  try {
    const representation = await rendered.get(site, part, request.params, variant, () => options.admit(request.ip));
    if (representation !== null) return await sendRepresentation(request, reply, representation, REVALIDATE);
  } catch (error) {
    if (!isPage) throw error;
    return sendMessage(options, part, variant, request, reply, asHttpError(error, options.log));
  }
  if (!isPage) throw new HttpError(404, 'NOT_FOUND', 'there is nothing at this path');
  return sendMessage(options, part, variant, request, reply, new HttpError(404, 'NOT_FOUND', ''));
}

/** A reader of pages is told that it is our fault in a page, not in JSON. */
function asHttpError(error: unknown, log: Log): HttpError {
  if (error instanceof HttpError) return error;
  log.error({ err: error }, 'an HTTP request failed');
  return new HttpError(500, 'INTERNAL', 'an internal error occurred');
}

function starting(
  options: PartRoutesOptions,
  part: SitePart,
  variant: Variant,
  request: PartRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const error = new HttpError(503, 'STARTING', 'nothing has been evaluated yet; try again in a few seconds', 2);
  if (part.kind !== 'page') throw error;
  return sendMessage(options, part, variant, request, reply, error);
}

/** Says in a page what a script is told in JSON. */
async function sendMessage(
  { pages }: PartRoutesOptions,
  part: SitePart,
  variant: Variant,
  request: PartRequest,
  reply: FastifyReply,
  { statusCode, code, retryAfterSeconds }: HttpError,
): Promise<FastifyReply> {
  if (retryAfterSeconds !== null) void reply.header('retry-after', String(retryAfterSeconds));
  const page = pages.page(variant.language, { path: partPath(part, request.params), ...variant });
  const kind = code === 'NOT_FOUND' ? 'notFound' : code === 'STARTING' ? 'starting' : 'unavailable';
  return sendRepresentation(request, reply.code(statusCode), renderHtml(<MessagePage kind={kind} page={page} />, page));
}
