import { isIP, isIPv6 } from 'node:net';
import { LabError } from './errors.js';
import type { LabAddress } from './scenario.js';

/** Reads `127.0.0.1:5300` or `[::1]:5300`; `null` if it is neither. */
export function parseLabAddress(text: string): LabAddress | null {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || port > 65_535 || isIP(host) !== (match?.[1] === undefined ? 4 : 6)) return null;
  return { host, port };
}

export function formatLabAddress(address: LabAddress): string {
  return `${isIPv6(address.host) ? `[${address.host}]` : address.host}:${String(address.port)}`;
}

/** The lab answers anything anybody asks: off loopback it would be an open resolver that lies. */
export function requireLoopback(address: LabAddress): void {
  if (isLoopback(address.host)) return;
  throw new LabError(
    'LAB_LISTEN_NOT_LOOPBACK',
    `start the lab: its address must be in 127.0.0.0/8 or be ::1, found ${formatLabAddress(address)}`,
  );
}

export function isLoopback(host: string): boolean {
  return isIP(host) === 4 ? host.startsWith('127.') : host === '::1';
}
