import { lookup } from 'node:dns/promises';
import { errorCode } from './error-text.js';
import type { AskForAddresses } from './look-up-result.js';

/**
 * Asks the system (getaddrinfo: `/etc/hosts`, `/etc/resolv.conf`). It runs in libuv's thread pool
 * and, with dead resolvers, takes half a minute: ask through `LookUp` only, which has a deadline
 * and never two questions for one host.
 */
export function askSystem(resolve: (host: string) => Promise<readonly string[]> = getAddrInfo): AskForAddresses {
  return async (host) => {
    try {
      const addresses = await resolve(host);
      return addresses.length > 0 ? { kind: 'found', addresses } : { kind: 'failed', cause: 'ENODATA' };
    } catch (error) {
      return { kind: 'failed', cause: errorCode(error) };
    }
  };
}

async function getAddrInfo(host: string): Promise<readonly string[]> {
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
}
