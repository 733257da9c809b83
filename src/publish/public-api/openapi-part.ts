import { Type } from 'typebox';

import { DAY_MS } from '../../domain/clock.js';
import { jsonRepresentation } from '../http/representation.js';
import { ONE, sitePart, type SitePart } from '../site/site-part.js';
import type { PageContext } from '../status-page/page-context.js';
import type { ApiDescription, DescribedRoute } from './api-description.js';
import { type OpenApiDocument, openApiDocument } from './openapi-document.js';

const api: ApiDescription = {
  operationId: 'getDescription',
  tag: 'health',
  summary: 'This description.',
  answer: { kind: 'json', schema: Type.Object({ openapi: Type.Literal('3.1.0') }, { additionalProperties: true }) },
};

/** `/openapi.json`: the description of these routes and of itself. */
export function openApiPart(routes: readonly DescribedRoute[]): SitePart {
  const route = '/openapi.json';
  let document: Promise<OpenApiDocument> | null = null;
  const made = (): Promise<OpenApiDocument> =>
    openApiDocument([...routes, { route, api }]).catch((error: unknown) => {
      document = null;
      throw error;
    });
  return sitePart<OpenApiDocument>({
    route,
    kind: 'json',
    api,
    list: ONE,
    load: { maxAgeMs: DAY_MS, read: () => (document ??= made()) },
    render: (page, { detail }) => jsonRepresentation({ ...detail, ...identityOf(page) }),
  });
}

function identityOf({ title, version, baseUrl }: PageContext) {
  return {
    info: {
      title,
      version,
      description: 'How the resolvers that are measured here keep what is promised of them. No data is `null`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: baseUrl ?? '.' }],
  };
}
