import { isIPv6 } from 'node:net';

/** Where attempts go, and from which local address. */
export interface Endpoint {
  /** An IPv4 or IPv6 literal. */
  readonly address: string;
  readonly port: number;
  readonly source?: string;
}

export function familyOf(endpoint: Endpoint): 4 | 6 {
  return isIPv6(endpoint.address) ? 6 : 4;
}

/** One string per endpoint, usable as a map key. */
export function endpointKey(endpoint: Endpoint): string {
  return `${endpoint.address}|${String(endpoint.port)}|${endpoint.source ?? ''}`;
}
