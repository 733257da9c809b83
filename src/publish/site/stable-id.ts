import { createHash } from 'node:crypto';

import { base32 } from '../../domain/base32.js';

/**
 * What tells one site from all others, as 64 hexadecimal digits: random, kept in the store, told to nobody.
 * Ids made with it stay what they are over restarts, in every language and wherever the site is read.
 */
export type SiteKey = string;

/** A name-based UUID (RFC 9562 §5.5) whose name space is the site. */
export function stableUuid(key: SiteKey, name: string): string {
  const space = Buffer.from(key, 'hex').subarray(0, 16);
  const hash = createHash('sha1').update(space).update(name, 'utf8').digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Twelve lower-case letters and digits: ids as Statuspage's are. */
export function stableCode(key: SiteKey, name: string): string {
  const hash = createHash('sha256').update(Buffer.from(key, 'hex')).update(name, 'utf8').digest();
  return base32(hash).slice(0, 12);
}

export const incidentIdName = (id: number): string => `incident/${String(id)}`;
export const maintenanceIdName = (id: number): string => `maintenance/${String(id)}`;
