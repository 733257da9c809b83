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
  if (match === null) return null;
  const [high, low] = [parseInt(match[1] ?? '', 16), parseInt(match[2] ?? '', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
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

/** What is wrong with an address as one to ask: from the unspecified one no reply ever comes. `null`: nothing. */
export function unspecifiedFault(text: string): string | null {
  const loopback = loopbackMeantBy(text);
  return loopback === null ? null : `must be an address that replies can come from (this machine: ${loopback})`;
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255);
}
