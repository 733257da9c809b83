import { join } from 'node:path';
import { rootCertificates } from 'node:tls';

import { describe, expect, it } from 'vitest';

import { requireExtraCertificates } from '../../../../src/measure/transport/stream/extra-certificates.js';
import { configFolder } from '../../../support/config-folder.js';

const [FIRST = '', SECOND = ''] = rootCertificates;
const NONSENSE = '-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n';

describe('requireExtraCertificates()', () => {
  const over = (transport: 'udp' | 'dot' | 'doh', text: string | null) => () => {
    const folder = configFolder(text === null ? {} : { 'ca.pem': text });
    requireExtraCertificates([{ transport: 'tcp' }, { transport }], join(folder, 'ca.pem'));
  };

  it('accepts certificates, with whatever stands between them', () => {
    expect(over('dot', `# mine\n${FIRST}\nand\n${SECOND}\n`)).not.toThrow();
    expect(over('doh', FIRST.replaceAll('CERTIFICATE', 'TRUSTED CERTIFICATE'))).not.toThrow();
  });

  it.each([
    ['a file that is not there', null, /ca\.pem: ENOENT/],
    ['an empty file', '', /ca\.pem: it holds none$/],
    ['a key', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n', /ca\.pem: it holds none$/],
    ['nonsense', NONSENSE, /ca\.pem: certificate 1 of 1: ./],
    ['nonsense behind a certificate', `${FIRST}\n${NONSENSE}`, /ca\.pem: certificate 2 of 2: ./],
    ['half a certificate', FIRST.slice(0, 500), /ca\.pem: a certificate does not end$/],
  ])('refuses %s where a resolver is asked over TLS', (_, text, message) => {
    expect(over('dot', text)).toThrow(message);
    expect(over('doh', text)).toThrow(/^read NODE_EXTRA_CA_CERTS: a file of certificates in PEM is required; /);
    expect(over('udp', text)).not.toThrow();
  });

  it('needs no file', () => {
    expect(() => requireExtraCertificates([{ transport: 'dot' }], '')).not.toThrow();
  });
});
