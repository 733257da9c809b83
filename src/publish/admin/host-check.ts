import { isLoopback } from '../../domain/ip-address.js';
import type { ListenAddress } from '../config.js';
import { authorityOf } from '../http/listener-app.js';

/**
 * Whether a Host header names this listener: its address, `localhost` where that is the same, or an
 * allowed host (with any port, unless it names one). A browser lured to a name that an attacker
 * points at us (DNS rebinding) sends that name.
 */
export function isOurHost(host: string | undefined, address: ListenAddress, allowedHosts: readonly string[]): boolean {
  if (host === undefined) return false;
  const wanted = host.toLowerCase();
  const own = [authorityOf(address), ...(isLoopback(address.host) ? [`localhost:${String(address.port)}`] : [])];
  const isDefaultPort = address.port === 80;
  if (own.some((name) => name === wanted || (isDefaultPort && name === `${wanted}:80`))) return true;
  return allowedHosts.some((allowed) => namesHost(allowed.toLowerCase(), wanted));
}

function namesHost(allowed: string, wanted: string): boolean {
  if (allowed === wanted) return true;
  const port = /:(\d{1,5})$/.exec(wanted);
  return port !== null && wanted.slice(0, port.index) === allowed;
}
