import { canonicalAddress } from '../../domain/ip-address.js';

/** What the URL of a DoH resolver (RFC 8484) says. */
export interface DohUrl {
  /** Of the host, if it is an address literal. */
  readonly address: string | null;
  /** `null` if the URL has none: then 443. */
  readonly port: number | null;
  /** Host, and the port if it is not 443. */
  readonly authority: string;
  /** With a query string, if the URL has one. */
  readonly path: string;
}

export const DOH_PORT = 443;

/** The parts of an https URL that `httpUrl` has accepted. */
export function readDohUrl(text: string): DohUrl {
  const url = new URL(text);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    address: canonicalAddress(host),
    port: url.port === '' ? givenDefaultPort(text) : Number(url.port),
    authority: url.host,
    path: url.pathname + url.search,
  };
}

/** `https://host:443/` names the port as well, although `URL` forgets it. */
function givenDefaultPort(text: string): number | null {
  return /^https:\/\/[^/?#]*:0*443([/?#]|$)/i.test(text) ? DOH_PORT : null;
}
