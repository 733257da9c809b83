/**
 * The one usual text of an IPv4 or IPv6 address literal (RFC 5952 for IPv6), so that two ways of
 * writing one address compare equal; `null` if it is not one. Scope ids (`%eth0`) are not accepted,
 * nor are IPv4-mapped addresses (`::ffff:192.0.2.1`): packets to them go to the IPv4 address.
 */
export function canonicalAddress(text: string): string | null {
  if (isIpv4(text)) return text;
  const address = canonicalIpv6(text);
  return address === null || mappedIpv4(address) !== null ? null : address;
}

/** The IPv4 address that an IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2) stands for; `null` for any other text. */
export function mappedIpv4(text: string): string | null {
  const match = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonicalIpv6(text) ?? '');
  return match === null ? null : dottedQuad(match[1], match[2]);
}

/**
 * The IPv4 address that an IPv6 address below the well-known prefix 64:ff9b::/96 stands for (RFC 6052 §2.1), to
 * which a NAT64 sends what goes there; `null` for any other text.
 */
export function nat64Ipv4(text: string): string | null {
  const match = /^64:ff9b::(?:([0-9a-f]{1,4}):)?([0-9a-f]{1,4})?$/.exec(canonicalIpv6(text) ?? '');
  return match === null ? null : dottedQuad(match[1], match[2]);
}

function dottedQuad(high = '0', low = '0'): string {
  const [first, second] = [parseInt(high, 16), parseInt(low, 16)];
  return [first >> 8, first & 255, second >> 8, second & 255].join('.');
}

function canonicalIpv6(text: string): string | null {
  if (!/^[0-9A-Fa-f:.]{2,45}$/.test(text) || !text.includes(':')) return null;
  // The URL parser is the one standard IPv6 parser that needs no I/O module.
  const url = URL.canParse(`http://[${text}]/`) ? new URL(`http://[${text}]/`) : null;
  return url === null ? null : url.hostname.slice(1, -1);
}

/** 4 or 6; `null` if the text is not an address literal. */
export function addressFamily(text: string): 4 | 6 | null {
  if (isIpv4(text)) return 4;
  return canonicalAddress(text) === null ? null : 6;
}

/** Whether only this machine can reach the address: 127.0.0.0/8, ::1 or the name `localhost`. */
export function isLoopback(host: string): boolean {
  if (host.toLowerCase() === 'localhost') return true;
  const address = canonicalAddress(host);
  return address === '::1' || (address !== null && addressFamily(address) === 4 && address.startsWith('127.'));
}

/**
 * The loopback address to which Linux sends what goes to the unspecified one (`0.0.0.0`, `::`), which
 * RFC 1122 §3.2.1.3 and RFC 4291 §2.5.2 forbid as a destination; `null` for any other text.
 */
export function loopbackMeantBy(text: string): string | null {
  const address = canonicalAddress(text);
  if (address === '0.0.0.0') return '127.0.0.1';
  return address === '::' ? '::1' : null;
}

/** What is wrong with an address as one to ask, for nobody there ever replies; `null`: nothing. */
export function unaskableFault(text: string): string | null {
  const required = 'must be an address that replies can come from';
  const loopback = loopbackMeantBy(text);
  if (loopback !== null) return `${required} (this machine: ${loopback})`;
  const kind = UNASKABLE.find(({ isMeantBy }) => isMeantBy(canonicalAddress(text) ?? ''));
  return kind === undefined ? null : `${required}, not ${kind.name}`;
}

/** Other addresses ending in 255 may be those of hosts: how long the prefix of their network is, nobody says. */
const UNASKABLE: readonly { readonly name: string; readonly isMeantBy: (canonical: string) => boolean }[] = [
  {
    // RFC 1122 §3.2.1.3; Linux makes the second one the broadcast address of 127.0.0.0/8 and refuses to send to it.
    name: 'a broadcast address',
    isMeantBy: (address) => address === '255.255.255.255' || address === '127.255.255.255',
  },
  {
    // RFC 1122 §3.2.1.3 and RFC 4291 §2.7: never the source of a packet.
    name: 'a multicast address',
    isMeantBy: (address) => /^(22[4-9]|23[0-9])\./.test(address) || /^ff[0-9a-f]{2}:/.test(address),
  },
  {
    // RFC 4007 §6: every link has its own, and no scope id (`%eth0`) can be given.
    name: 'a link-local one (fe80::/10), for no scope id can be given',
    isMeantBy: (address) => /^fe[89ab][0-9a-f]:/.test(address),
  },
];

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255);
}
