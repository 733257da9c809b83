/** Purposes of extended DNS errors (RFC 8914 §4 and IANA "Extended DNS Error Codes"). */
const PURPOSES = [
  'Other Error',
  'Unsupported DNSKEY Algorithm',
  'Unsupported DS Digest Type',
  'Stale Answer',
  'Forged Answer',
  'DNSSEC Indeterminate',
  'DNSSEC Bogus',
  'Signature Expired',
  'Signature Not Yet Valid',
  'DNSKEY Missing',
  'RRSIGs Missing',
  'No Zone Key Bit Set',
  'NSEC Missing',
  'Cached Error',
  'Not Ready',
  'Blocked',
  'Censored',
  'Filtered',
  'Prohibited',
  'Stale NXDOMAIN Answer',
  'Not Authoritative',
  'Not Supported',
  'No Reachable Authority',
  'Network Error',
  'Invalid Data',
  'Signature Expired before Valid',
  'Too Early',
  'Unsupported NSEC3 Iterations Value',
  'Unable to conform to policy',
  'Synthesized',
  'Invalid Query Type',
] as const;

/** `22 No Reachable Authority: "at delegation example.org."`; a code without a name stands alone. */
export function extendedErrorText({ code, text }: { readonly code: number; readonly text: string }): string {
  const purpose = PURPOSES[code];
  const named = purpose === undefined ? String(code) : `${String(code)} ${purpose}`;
  return text === '' ? named : `${named}: ${JSON.stringify(text)}`;
}
