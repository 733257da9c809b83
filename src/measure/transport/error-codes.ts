/** What the kernel reports when ICMP or the resolver refused: the other side's doing. */
const ICMP_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EACCES', // ICMPv6 "administratively prohibited" (RFC 4443 §3.1), as Linux puts it
  'EHOSTDOWN',
  'ENOPROTOOPT',
  'EPROTO',
  'EMSGSIZE',
  'ENONET', // source host isolated, source route failed (RFC 792, RFC 1122 §3.2.2.1), as Linux puts them
  'EOPNOTSUPP',
]);

/** Errors before which something did leave: the other side answered it. */
const REFUSED_OR_RESET: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'EHOSTDOWN',
  'ENOPROTOOPT',
  'EPROTO',
]);

/** Errors that only the other side can have caused: RST, and over UDP its "port unreachable". */
const OF_THE_PEER: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

export function isPeersCode(code: string): boolean {
  return OF_THE_PEER.has(code);
}

export function isIcmpCode(code: string): boolean {
  return ICMP_CODES.has(code);
}

/**
 * Whether an error that the kernel gives at once to a send or connect is provably ours
 * (docs/reference/outcomes.md, `prober_error`). Unreachable is, as long as nothing has left: there is no route.
 */
export function isLocalFault(code: string): boolean {
  return !REFUSED_OR_RESET.has(code);
}
