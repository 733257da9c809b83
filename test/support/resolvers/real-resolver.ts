import type { TestCertificate } from '../test-certificate.js';
import type { SignedZone } from './signed-zone.js';

/** A resolver from Debian, started for a test, listening on 127.0.0.1 and ::1. */
export interface RealResolver {
  /** UDP and TCP. */
  readonly port: number;
  /** `null` if this build does not serve it. */
  readonly dotPort: number | null;
  readonly dohPort: number | null;
  close(): Promise<void>;
}

/** What a resolver is given: whom to ask, whom to trust, and what to show to clients. */
export interface ResolverSurroundings {
  readonly zone: SignedZone;
  /** Port of the zone's authoritative server on 127.0.0.1; nobody else is ever asked. */
  readonly authorityPort: number;
  readonly certificate: TestCertificate;
}

/** What a kind of resolver is able to, and how it is started. */
export interface RealResolverKind {
  readonly name: string;
  /** Whether it is installed here. */
  readonly isInstalled: boolean;
  readonly start: (surroundings: ResolverSurroundings) => Promise<RealResolver>;
  /** What it tells when asked for its name (RFC 5001). */
  readonly nsid: string;
  /** It says why validation failed (RFC 8914). */
  readonly tellsBogus: boolean;
}

/** File names of a certificate in a server's folder. */
export function certificateFiles({ key, cert }: TestCertificate): Readonly<Record<string, string>> {
  return { 'key.pem': key, 'cert.pem': cert };
}
