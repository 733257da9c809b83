import { canonicalAddress } from '../../domain/ip-address.js';
import type { ResolverDefinition, Transport } from '../../domain/probe-definition.js';
import { durationMs } from '../../domain/setting.js';
import { DOH_PORT, type DohUrl, readDohUrl } from './doh-url.js';
import type { ResolverEntry } from './resolver-schema.js';

const DEFAULT_PORTS: Readonly<Record<Transport, number>> = { udp: 53, tcp: 53, dot: 853, doh: DOH_PORT };

/** The definition of an accepted entry of `resolvers`; `null` if what it cannot do without was faulty. */
export function toResolverDefinition(entry: ResolverEntry): ResolverDefinition | null {
  const { name, transport, source, tcpFallback, maxQps, tlsName } = entry;
  const url = transport === 'doh' && entry.url !== undefined ? readDohUrl(entry.url) : null;
  const address = entry.address === undefined ? url?.address : canonicalAddress(entry.address);
  if (address === undefined || address === null || (transport === 'doh' && url === null)) return null;
  return {
    name,
    address,
    port: url?.port ?? entry.port ?? DEFAULT_PORTS[transport],
    transport,
    ...(source === undefined ? {} : { source }),
    tcpFallback,
    maxQps,
    ...(transport === 'udp' ? {} : { reuse: entry.reuse }),
    ...(entry.maxAge === undefined ? {} : { maxAgeMs: durationMs(entry.maxAge) }),
    ...(tlsName === undefined ? {} : { tlsName }),
    ...(url === null ? {} : { doh: dohOf(url, entry) }),
  };
}

function dohOf({ authority, path }: DohUrl, { method = 'post' }: ResolverEntry): ResolverDefinition['doh'] & object {
  return { authority, path, method };
}
