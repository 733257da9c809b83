import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { floorTo, MINUTE_MS } from '../../domain/clock.js';
import type { Snapshot } from '../../domain/snapshot.js';
import type { PublicListenerConfig } from '../config.js';
import type { LatestSnapshot } from '../http/latest-snapshot.js';
import type { Representation } from '../http/representation.js';
import { IMMUTABLE, sendRepresentation } from '../http/send-representation.js';
import { favicon, FAVICON_PATH, refreshScript, stylesheet } from './assets.js';
import { NotFoundPage } from './not-found-page.js';
import type { PageContext } from './page-context.js';
import { pageContext } from './page-context.js';
import { renderHtml } from './render-html.js';
import { StatusPage } from './status-page.js';

export interface PageRoutesOptions {
  readonly latest: LatestSnapshot;
  readonly config: PublicListenerConfig;
  readonly version: string;
}

/** `/`, its stylesheet and script, and the icon. */
export function registerPageRoutes(app: FastifyInstance, { latest, config, version }: PageRoutesOptions): void {
  const rendered = new RenderedStatusPage(latest, pageContext({ ...config, version, rootPath: './' }));
  app.get('/', async (request, reply) => {
    if (latest.get() === null) void reply.code(503).header('retry-after', '2');
    return sendRepresentation(request, reply, rendered.get());
  });
  for (const { path, representation } of [stylesheet, refreshScript]) {
    app.get(`/${path}`, (request, reply) => sendRepresentation(request, reply, representation, IMMUTABLE));
  }
  app.get(`/${FAVICON_PATH}`, (request, reply) => sendRepresentation(request, reply, favicon, 'public, max-age=86400'));
}

/** Answers with the 404 page; its links go up from wherever the path pretends to be. */
export async function notFoundPage(
  config: PublicListenerConfig,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const page = pageContext({ ...config, version: '', rootPath: rootPathFrom(request.url) });
  return sendRepresentation(request, reply, renderHtml(<NotFoundPage page={page} />));
}

/** `../../` for `/a/b/c`. */
function rootPathFrom(url: string): string {
  const path = url.split('?', 1)[0] ?? '/';
  const depth = Math.min(20, path.split('/').length - 2);
  return depth > 0 ? '../'.repeat(depth) : './';
}

/**
 * The page of the latest snapshot, rendered when it is first asked for: nobody looking costs
 * nothing, a crowd costs one rendering per snapshot. A stale page changes only with its age.
 */
class RenderedStatusPage {
  readonly #latest: LatestSnapshot;
  readonly #page: PageContext;
  #of: { readonly snapshot: Snapshot | null; readonly staleForMs: number | null } | null = null;
  #representation: Representation | null = null;

  constructor(latest: LatestSnapshot, page: PageContext) {
    this.#latest = latest;
    this.#page = page;
  }

  get(): Representation {
    const snapshot = this.#latest.get();
    const staleForMs = this.#latest.freshness() === 'stale' ? floorTo(this.#latest.ageMs() ?? 0, MINUTE_MS) : null;
    const isCurrent = this.#of?.snapshot === snapshot && this.#of.staleForMs === staleForMs;
    if (this.#representation === null || !isCurrent) {
      this.#representation = renderHtml(<StatusPage snapshot={snapshot} staleForMs={staleForMs} page={this.#page} />);
      this.#of = { snapshot, staleForMs };
    }
    return this.#representation;
  }
}
