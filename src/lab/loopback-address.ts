import { formatEndpoint } from '../domain/endpoint.js';
import { isLoopback } from '../domain/ip-address.js';
import { LabError } from './errors.js';
import type { LabAddress } from './scenario.js';

/** The lab answers anything anybody asks: off loopback it would be an open resolver that lies. */
export function requireLoopback(address: LabAddress): LabAddress {
  // A name would have to be looked up; `localhost` means this.
  if (address.host === 'localhost') return { ...address, host: '127.0.0.1' };
  if (isLoopback(address.host)) return address;
  throw new LabError(
    'LAB_LISTEN_NOT_LOOPBACK',
    `start the lab: its address must be in 127.0.0.0/8 or be ::1, found ${formatEndpoint(address.host, address.port)}`,
  );
}
