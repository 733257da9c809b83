/**
 * The one usual text of an IPv4 or IPv6 address literal (RFC 5952 for IPv6), so that two ways of
 * writing one address compare equal; `null` if it is not one. Scope ids (`%eth0`) are not accepted.
 */
export function canonicalAddress(text: string): string | null {
  if (isIpv4(text)) return text;
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

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255);
}
