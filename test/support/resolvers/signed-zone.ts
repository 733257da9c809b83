import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { serverFolder } from './real-process.js';

export const ZONE = 'example.org';

/** The signed zone of the tests and the hash of its key, for trust anchors. */
export interface SignedZone {
  /** A zone file. */
  readonly text: string;
  /** `KEYTAG ALGORITHM DIGESTTYPE DIGEST`, as in a DS record. */
  readonly ds: string;
}

const SIGN = '/usr/bin/dnssec-signzone';

export const canSign = existsSync(SIGN);

/** Records of about a kilobyte each: together nearly as much as a DNS message can hold. BIND allows 100 of a type. */
export const LARGE_RECORDS = 62;

/**
 * Makes the zone that all real servers serve, signed by a new key. The address of `bogus` was
 * changed after signing, so that its signature does not hold.
 */
export function makeSignedZone(): SignedZone {
  const folder = serverFolder('signed-zone', () => ({ zone: unsignedZone() }));
  const run = (program: string, ...args: string[]): string =>
    execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    const key = run('/usr/bin/dnssec-keygen', '-a', 'ECDSAP256SHA256', '-f', 'KSK', ZONE).trim();
    run(SIGN, '-S', '-z', '-o', ZONE, '-f', 'signed', 'zone', key);
    const [, ds = ''] = run('/usr/bin/dnssec-dsfromkey', '-2', `${key}.key`).trim().split(' IN DS ');
    return { text: readFileSync(join(folder, 'signed'), 'utf8').replace('192.0.2.66', '192.0.2.67'), ds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function unsignedZone(): string {
  const filling = `"${'x'.repeat(250)}" `.repeat(4);
  const large = Array.from({ length: LARGE_RECORDS }, (_, index) => `large TXT "${String(index)}" ${filling}`);
  return `$ORIGIN ${ZONE}.
$TTL 300
@ SOA ns hostmaster 1 3600 600 86400 60
@ NS ns
@ MX 10 mail
ns A 127.0.0.1
mail A 192.0.2.25
www A 192.0.2.10
www A 192.0.2.11
www AAAA 2001:db8::10
alias CNAME www
text TXT "hello"
bogus A 192.0.2.66
${large.join('\n')}
`;
}
