import { rcodeOf, rcodeText } from '../../dns/rcode.js';
import { parseEndpoint } from '../../domain/endpoint.js';
import type { Expectation, QueryDefinition } from '../../domain/probe-definition.js';
import type { QueryEntry } from './query-schema.js';

/** The definition of an accepted entry of `queries`. */
export function toQueryDefinition(entry: QueryEntry): QueryDefinition {
  const { name, qname, rd, cd, edns, mixedCase, maxRandomQps } = entry;
  const control = entry.control === undefined ? null : parseEndpoint(entry.control, 53);
  return {
    name,
    qname,
    qtype: entry.qtype.toUpperCase(),
    qclass: entry.qclass.toUpperCase(),
    rd,
    cd,
    edns,
    expect: toExpectation(entry.expect),
    mixedCase,
    maxRandomQps,
    ...(control === null ? {} : { control }),
  };
}

function toExpectation(entry: QueryEntry['expect']): Expectation {
  const { aa, ad, ra, tc, rcode, flags, ...expectations } = entry;
  const allFlags = { aa, ad, ra, tc, ...flags };
  const demanded = Object.entries(allFlags).filter(([, flagValue]) => flagValue !== undefined);
  return {
    ...expectations,
    rcode: rcode.map(canonicalRcode),
    ...(demanded.length === 0 ? {} : { flags: Object.fromEntries(demanded) }),
  };
}

function canonicalRcode(accepted: string): string {
  return rcodeText(rcodeOf(accepted) ?? 0);
}
