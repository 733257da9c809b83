import { canonicalAddress, mappedIpv4 } from './ip-address.js';
import type { DnsEndpoint } from './probe-definition.js';

/** `address`, `address:port` or `[v6]:port`; `null` if the text is none of these. */
export function parseEndpoint(text: string, defaultPort: number): DnsEndpoint | null {
  const address = canonicalAddress(text);
  if (address !== null) return { address, port: defaultPort };
  const split = splitPort(text);
  const host = split === null ? null : canonicalAddress(split.host);
  return split === null || host === null || split.port === 0 ? null : { address: host, port: split.port };
}

/** The IPv4 address to write where a text has an IPv4-mapped one, with or without a port; `null` where it has none. */
export function mappedIpv4In(text: string): string | null {
  return mappedIpv4(text) ?? mappedIpv4(splitPort(text)?.host ?? '');
}

/** Where to listen: `address:port`, `[v6]:port` or `localhost:port`; port 0 takes a free one. `null` if it is none. */
export function parseListen(text: string): { readonly host: string; readonly port: number } | null {
  const split = splitPort(text);
  if (split === null) return null;
  const host = split.host === 'localhost' ? 'localhost' : canonicalAddress(split.host);
  return host === null ? null : { host, port: split.port };
}

/** The text that `parseEndpoint` reads back: `192.0.2.1:53`, `[2001:db8::1]:53`. */
export function formatEndpoint(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${String(port)}` : `${host}:${String(port)}`;
}

function splitPort(text: string): { readonly host: string; readonly port: number } | null {
  const match = /^(?:\[([^\]]*:[^\]]*)\]|([^:[\]]+)):([0-9]{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host === undefined || port > 65535 ? null : { host, port };
}
