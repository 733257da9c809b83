import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

import type { ResolverDefinition } from '../../../domain/probe-definition.js';
import { MeasureError } from '../../errors.js';

const VARIABLE = 'NODE_EXTRA_CA_CERTS';
const BLOCK = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^]*?-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;

/**
 * Throws `MeasureError` `CERTIFICATES_UNREADABLE` if a resolver is asked over TLS, and the file that
 * `NODE_EXTRA_CA_CERTS` names holds not only certificates that can be read. Node.js and OpenSSL pass
 * over what they cannot read, and the resolver would be blamed for a certificate that is not trusted.
 */
export function requireExtraCertificates(
  resolvers: readonly Pick<ResolverDefinition, 'transport'>[],
  file = process.env[VARIABLE] ?? '',
): void {
  const asksOverTls = resolvers.some(({ transport }) => transport === 'dot' || transport === 'doh');
  const fault = asksOverTls && file !== '' ? certificatesFault(file) : null;
  if (fault === null) return;
  const required = `read ${VARIABLE}: a file of certificates in PEM is required`;
  throw new MeasureError('CERTIFICATES_UNREADABLE', `${required}; ${file}: ${fault}`);
}

function certificatesFault(file: string): string | null {
  let text: string;
  try {
    text = readFileSync(file, 'latin1');
  } catch (error) {
    return (error as Error).message;
  }
  const blocks = text.match(BLOCK) ?? [];
  const begun = text.split(/-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/).length - 1;
  if (begun === 0) return 'it holds none';
  if (begun > blocks.length) return 'a certificate does not end';
  const faults = blocks.map(blockFault);
  const first = faults.findIndex((fault) => fault !== null);
  return first < 0 ? null : `certificate ${String(first + 1)} of ${String(begun)}: ${faults[first] ?? ''}`;
}

function blockFault(block: string): string | null {
  try {
    new X509Certificate(block);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
