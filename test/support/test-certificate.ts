import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** PEM texts; `cert` is self-signed, so it is its own `ca`. */
export interface TestCertificate {
  readonly key: string;
  readonly cert: string;
}

/** Whether the `openssl` program is there; tests that need a certificate are skipped without it. */
export const hasOpenssl = canRunOpenssl();

/** Makes a certificate for host names and addresses, valid for two days. */
export function makeTestCertificate(hosts: readonly string[]): TestCertificate {
  const folder = mkdtempSync(join(tmpdir(), 'resolver-slo-cert-'));
  try {
    const keyFile = join(folder, 'key.pem');
    const certFile = join(folder, 'cert.pem');
    const names = hosts.map((host) => `${isIP(host) === 0 ? 'DNS' : 'IP'}:${host}`).join(',');
    execFileSync('openssl', [...REQUEST, '-keyout', keyFile, '-out', certFile, '-addext', `subjectAltName=${names}`], {
      stdio: 'pipe',
    });
    return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const REQUEST = [
  ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'],
  ...['-nodes', '-days', '2', '-subj', '/CN=resolver-slo test'],
];

function canRunOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}
