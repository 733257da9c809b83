import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** PEM texts; a self-signed `cert` is its own `ca`. */
export interface TestCertificate {
  readonly key: string;
  readonly cert: string;
}

/** Whether the `openssl` program is there; tests that need a certificate are skipped without it. */
export const hasOpenssl = canRunOpenssl();

export interface CertificateOptions {
  /** Who signs it; absent: itself. */
  readonly issuer?: TestCertificate;
  /** It was valid until yesterday. */
  readonly isExpired?: boolean;
}

/** Makes a certificate for host names and addresses, valid for two days. */
export function makeTestCertificate(hosts: readonly string[], options: CertificateOptions = {}): TestCertificate {
  const folder = mkdtempSync(join(tmpdir(), 'resolver-slo-cert-'));
  try {
    if (options.issuer === undefined) return selfSigned(folder, hosts);
    return signedBy(options.issuer, folder, hosts, options.isExpired === true ? '-1' : '2');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A CA that no system knows. */
export function makeTestCa(): TestCertificate {
  return makeTestCertificate([]);
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

function selfSigned(folder: string, hosts: readonly string[]): TestCertificate {
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const names = hosts.length === 0 ? [] : ['-addext', namesOf(hosts)];
  const subject = `/CN=resolver-slo ${hosts.length === 0 ? 'CA' : 'test'}`;
  openssl('req', '-x509', ...NEW_KEY, '-days', '2', '-subj', subject, '-keyout', keyFile, '-out', certFile, ...names);
  return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') };
}

function signedBy(issuer: TestCertificate, folder: string, hosts: readonly string[], days: string): TestCertificate {
  const file = (name: string): string => join(folder, name);
  writeFileSync(file('ca.key'), issuer.key);
  writeFileSync(file('ca.pem'), issuer.cert);
  writeFileSync(file('names'), namesOf(hosts));
  openssl('req', ...NEW_KEY, '-subj', '/CN=resolver-slo test', '-keyout', file('key.pem'), '-out', file('request'));
  const by = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial', '-days', days];
  openssl('x509', '-req', '-in', file('request'), ...by, '-extfile', file('names'), '-out', file('cert.pem'));
  return { key: readFileSync(file('key.pem'), 'utf8'), cert: readFileSync(file('cert.pem'), 'utf8') };
}

function namesOf(hosts: readonly string[]): string {
  return `subjectAltName=${hosts.map((host) => `${isIP(host) === 0 ? 'DNS' : 'IP'}:${host}`).join(',')}`;
}

function openssl(...args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: 'pipe' });
}

function canRunOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}
