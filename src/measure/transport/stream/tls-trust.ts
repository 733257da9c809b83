import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';

/** Where systems keep their CAs in one file, as Go's crypto/x509 (root_linux.go, root_bsd.go) lists them. */
const BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt', // Debian, Ubuntu, Arch, Gentoo
  '/etc/pki/tls/certs/ca-bundle.crt', // Fedora, RHEL
  '/etc/ssl/ca-bundle.pem', // openSUSE
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem', // CentOS, RHEL
  '/etc/ssl/cert.pem', // Alpine, macOS, OpenBSD
  '/usr/local/etc/ssl/cert.pem', // FreeBSD
  '/usr/local/share/certs/ca-root-nss.crt', // DragonFly
];

/** What the search for CAs asks of its surroundings. */
export interface TrustSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** PEM text; `null` if the file cannot be read. */
  readonly readFile: (path: string) => string | null;
  /** The CAs of the operating system, if Node.js tells them; PEM texts. */
  readonly systemCertificates: () => readonly string[];
}

let context: tls.SecureContext | null = null;

/** Trusts the system's CAs and those in the file that `NODE_EXTRA_CA_CERTS` names. Made once: reading them takes milliseconds. */
export function systemTrust(): tls.SecureContext {
  context ??= trustIn(trustedCertificates(ofThisProcess));
  return context;
}

/** Trusts these CAs; what among them is no certificate is left out. */
export function trustIn(certificates: readonly string[]): tls.SecureContext {
  try {
    return tls.createSecureContext({ ca: [...certificates] });
  } catch {
    return tls.createSecureContext({ ca: certificates.filter(isReadable) });
  }
}

function isReadable(certificate: string): boolean {
  try {
    tls.createSecureContext({ ca: certificate });
    return true;
  } catch {
    return false;
  }
}

/** PEM texts of the system's CAs (Node.js' own ones where the system has none) and the extra ones. */
export function trustedCertificates(sources: TrustSources): readonly string[] {
  const extra = bundleAt(sources.environment['NODE_EXTRA_CA_CERTS'], sources);
  return [...systemBundles(sources), ...(extra === null ? [] : [extra])];
}

function systemBundles(sources: TrustSources): readonly string[] {
  // OpenSSL's own variable: who sets it means this file and no other.
  const chosen = bundleAt(sources.environment['SSL_CERT_FILE'], sources);
  if (chosen !== null) return [chosen];
  const told = sources.systemCertificates();
  if (told.length > 0) return told;
  for (const path of BUNDLES) {
    const bundle = bundleAt(path, sources);
    if (bundle !== null) return [bundle];
  }
  return tls.rootCertificates;
}

function bundleAt(path: string | undefined, { readFile }: TrustSources): string | null {
  const text = path === undefined || path === '' ? null : readFile(path);
  return text?.includes('-----BEGIN') === true ? text : null;
}

const ofThisProcess: TrustSources = {
  environment: process.env,
  readFile: (path) => {
    try {
      return readFileSync(path, 'latin1');
    } catch {
      return null; // the next place is tried
    }
  },
  systemCertificates: () => {
    // Node.js 22.15 and later.
    const { getCACertificates } = tls as { getCACertificates?: (kind: 'system') => string[] };
    return getCACertificates?.('system') ?? [];
  },
};
