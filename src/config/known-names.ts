import { CONTROL_RESOLVER, type Series, STUB_RESOLVER } from '../domain/series.js';
import { isMap } from '../openslo/document/schema-node.js';
import type { SourceDocument } from '../openslo/document/source-document.js';

/** Names that selectors may use. */
export interface KnownNames {
  readonly probe: ReadonlySet<string>;
  readonly resolver: ReadonlySet<string>;
  readonly query: ReadonlySet<string>;
  readonly vantage: ReadonlySet<string>;
}

/**
 * The names a configuration mentions, in faulty parts too: a selector is not to blame for what is
 * wrong with the resolver it names.
 */
export function knownNames(vantage: string, probeFiles: readonly SourceDocument[]): KnownNames {
  const probes = probeFiles.map(({ value }) => (isMap(value) ? value : {}));
  return {
    vantage: new Set([vantage]),
    probe: new Set(probes.flatMap((probe) => textOf(probe['probe']))),
    resolver: new Set(probes.flatMap(resolverNames)),
    query: new Set(probes.flatMap((probe) => namesIn(probe['queries']))),
  };
}

/** The same with the names of stored series. */
export function withStored(configured: KnownNames, stored: readonly Series[]): KnownNames {
  const union = (dimension: keyof KnownNames) =>
    new Set([...configured[dimension], ...stored.map((series) => series[dimension])]);
  return { probe: union('probe'), resolver: union('resolver'), query: union('query'), vantage: union('vantage') };
}

function resolverNames(probe: Readonly<Record<string, unknown>>): readonly string[] {
  const queries: readonly unknown[] = Array.isArray(probe['queries']) ? probe['queries'] : [];
  const hasControl = queries.some((query) => isMap(query) && query['control'] !== undefined);
  return [...namesIn(probe['resolvers']), ...stubNames(probe['stub']), ...(hasControl ? [CONTROL_RESOLVER] : [])];
}

function stubNames(stub: unknown): readonly string[] {
  if (Array.isArray(stub)) return namesIn(stub);
  if (!isMap(stub)) return [];
  return stub['name'] === undefined ? [STUB_RESOLVER] : textOf(stub['name']);
}

function namesIn(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.flatMap((item) => (isMap(item) ? textOf(item['name']) : [])) : [];
}

function textOf(value: unknown): readonly string[] {
  return typeof value === 'string' ? [value] : [];
}
