import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';

import { AF_INET, AF_INET6 } from './linux.js';

/** Room for either kind of address. */
export const ADDRESS_BYTES = 28;

/** `struct sockaddr_in` or `sockaddr_in6` of Linux for an address literal. */
export function addressBytes(address: string, port: number): Uint8Array {
  return isIPv6(address) ? ipv6Bytes(address, port) : ipv4Bytes(address, port);
}

/** Port and address alike; what else IPv6 has (flow, scope) may differ. */
export function isSameAddress(a: Uint8Array, b: Uint8Array): boolean {
  const isIpv6 = a[0] === AF_INET6;
  const [from, to] = isIpv6 ? [8, 24] : [4, 8];
  if (a[0] !== b[0] || a[2] !== b[2] || a[3] !== b[3]) return false;
  for (let at = from; at < to; at++) if (a[at] !== b[at]) return false;
  return true;
}

/** Any address of the family of `address`, any port; always the same bytes. */
export function anyAddressLike(address: string): Uint8Array {
  return isIPv6(address) ? ANY_IPV6 : ANY_IPV4;
}

export function portOfAddress(bytes: Uint8Array): number {
  return ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0);
}

function ipv4Bytes(address: string, port: number): Uint8Array {
  const bytes = new Uint8Array(16);
  setHead(bytes, AF_INET, port);
  bytes.set(octets(address), 4);
  return bytes;
}

function ipv6Bytes(text: string, port: number): Uint8Array {
  const [address = '', zone] = text.split('%');
  const bytes = new Uint8Array(ADDRESS_BYTES);
  const view = new DataView(bytes.buffer);
  setHead(bytes, AF_INET6, port);
  groups(address).forEach((group, index) => view.setUint16(8 + index * 2, group));
  if (zone !== undefined) view.setUint32(24, scopeOf(zone), true);
  return bytes;
}

function setHead(bytes: Uint8Array, family: number, port: number): void {
  bytes[0] = family;
  bytes[2] = port >> 8;
  bytes[3] = port & 0xff;
}

/** The eight groups of an IPv6 literal; one `::` stands for as many zeros as are missing (RFC 4291 §2.2). */
function groups(address: string): readonly number[] {
  const [head = '', tail] = address.split('::');
  const before = groupsOf(head);
  const after = tail === undefined ? [] : groupsOf(tail);
  const zeros = new Array<number>(8 - before.length - after.length).fill(0);
  return [...before, ...zeros, ...after];
}

function groupsOf(part: string): readonly number[] {
  if (part === '') return [];
  return part.split(':').flatMap((group) => {
    if (!group.includes('.')) return [parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = octets(group);
    return [(a << 8) | b, (c << 8) | d];
  });
}

function octets(address: string): readonly number[] {
  return address.split('.').map(Number);
}

/** The number of an interface: the zone itself, or the one of that name. */
function scopeOf(zone: string): number {
  if (/^\d+$/.test(zone)) return Number(zone);
  return networkInterfaces()[zone]?.find(({ scopeid }) => scopeid !== undefined && scopeid > 0)?.scopeid ?? 0;
}

const ANY_IPV4 = addressBytes('0.0.0.0', 0);
const ANY_IPV6 = addressBytes('::', 0);
