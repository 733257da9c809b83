/** What the kernel reports when ICMP or the resolver refused: the other side's doing. */
const ICMP_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENOPROTOOPT',
  'EPROTO',
  'EMSGSIZE',
]);

/** Unreachable is our own doing only while nothing has left: there is no route. */
const NO_ROUTE: ReadonlySet<string> = new Set(['EHOSTUNREACH', 'ENETUNREACH']);

/** Errors after which something did leave, and the other side answered it. */
const REFUSED_OR_RESET: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'EHOSTDOWN',
  'ENOPROTOOPT',
  'EPROTO',
]);

export function isIcmpCode(code: string): boolean {
  return ICMP_CODES.has(code);
}

/** Whether an error of a send or connect is provably ours (docs/reference/outcomes.md, `prober_error`). */
export function isLocalFault(code: string, when: 'before-sending' | 'after-sending'): boolean {
  if (NO_ROUTE.has(code)) return when === 'before-sending';
  return !REFUSED_OR_RESET.has(code);
}
