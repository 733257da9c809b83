import { BlockList, isIPv4, isIPv6 } from 'node:net';

import { nat64Ipv4 } from '../../domain/ip-address.js';

/**
 * Whether an address is one that anybody on the internet can reach: global unicast that no special-purpose
 * registry of IANA takes out (RFC 6890; the registries as of 2024-10). What is no address is not, nor is one
 * with a scope id.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !NOT_PUBLIC_IPV4.check(address, 'ipv4');
  if (!isIPv6(address) || address.includes('%')) return false;
  // An IPv4-mapped address lies outside of 2000::/3, but leads to the IPv4 address.
  if (MAPPED.check(address, 'ipv6')) return !NOT_PUBLIC_IPV4.check(address, 'ipv6');
  const behindNat64 = nat64Ipv4(address);
  if (behindNat64 !== null) return isPublicAddress(behindNat64);
  return GLOBAL_UNICAST.check(address, 'ipv6') && !NOT_PUBLIC_IPV6.check(address, 'ipv6');
}

const NOT_PUBLIC_IPV4 = blockList('ipv4', [
  ['0.0.0.0', 8], // this network (RFC 791 §3.2); Linux takes 0.0.0.0 for this machine
  ['10.0.0.0', 8], // private use (RFC 1918)
  ['100.64.0.0', 10], // shared with customers (RFC 6598)
  ['127.0.0.0', 8], // loopback (RFC 1122 §3.2.1.3)
  ['169.254.0.0', 16], // link-local (RFC 3927), with the metadata services of clouds
  ['172.16.0.0', 12], // private use (RFC 1918)
  ['192.0.0.0', 24], // IETF protocol assignments (RFC 6890 §2.1)
  ['192.0.2.0', 24], // documentation (RFC 5737)
  ['192.88.99.0', 24], // 6to4 relays, deprecated (RFC 7526)
  ['192.168.0.0', 16], // private use (RFC 1918)
  ['198.18.0.0', 15], // benchmarks (RFC 2544)
  ['198.51.100.0', 24], // documentation (RFC 5737)
  ['203.0.113.0', 24], // documentation (RFC 5737)
  ['224.0.0.0', 4], // multicast (RFC 5771)
  ['240.0.0.0', 4], // reserved (RFC 1112 §4), with the limited broadcast (RFC 8190)
]);

const MAPPED = blockList('ipv6', [['::ffff:0:0', 96]]); // RFC 4291 §2.5.5.2

/** All that is given out (RFC 4291 §2.4): neither ::1 nor fe80::/10, fc00::/7, fec0::/10, ff00::/8, 100::/64, 5f00::/16 … */
const GLOBAL_UNICAST = blockList('ipv6', [['2000::', 3]]);

const NOT_PUBLIC_IPV6 = blockList('ipv6', [
  ['2001::', 23], // IETF protocol assignments (RFC 2928), with Teredo, benchmarks and ORCHID
  ['2001:db8::', 32], // documentation (RFC 3849)
  ['2002::', 16], // 6to4 (RFC 3056), which leads to whatever IPv4 address stands in it
  ['3fff::', 20], // documentation (RFC 9637)
]);

function blockList(family: 'ipv4' | 'ipv6', subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, family);
  return list;
}
