import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';

import {
  systemTrust,
  trustedCertificates,
  trustIn,
  type TrustSources,
} from '../../../../src/measure/transport/stream/tls-trust.js';

const PEM = (name: string): string => `-----BEGIN CERTIFICATE-----\n${name}\n-----END CERTIFICATE-----\n`;

function trusted(changes: Partial<TrustSources>, files: Readonly<Record<string, string>> = {}): readonly string[] {
  const readFile = (path: string): string | null => files[path] ?? null;
  return trustedCertificates({ environment: {}, readFile, systemCertificates: () => [], ...changes });
}

describe('trustedCertificates()', () => {
  const debian = { '/etc/ssl/certs/ca-certificates.crt': PEM('debian') };

  it('takes what Node.js tells of the system', () => {
    expect(trusted({ systemCertificates: () => [PEM('a'), PEM('b')] }, debian)).toEqual([PEM('a'), PEM('b')]);
  });

  it('reads the file where the system keeps them, if Node.js does not tell', () => {
    expect(trusted({}, debian)).toEqual([PEM('debian')]);
    expect(trusted({}, { '/etc/ssl/cert.pem': PEM('alpine') })).toEqual([PEM('alpine')]);
    expect(trusted({}, { ...debian, '/etc/ssl/cert.pem': PEM('alpine') })).toEqual([PEM('debian')]);
  });

  it('heeds SSL_CERT_FILE before both, unless it cannot be read', () => {
    const environment = { SSL_CERT_FILE: '/own.pem' };
    const systemCertificates = (): string[] => [PEM('a')];
    expect(trusted({ environment, systemCertificates }, { '/own.pem': PEM('own') })).toEqual([PEM('own')]);
    expect(trusted({ environment, systemCertificates })).toEqual([PEM('a')]);
    expect(trusted({ environment }, { ...debian, '/own.pem': 'no certificates' })).toEqual([PEM('debian')]);
  });

  it('adds NODE_EXTRA_CA_CERTS to whatever else is believed', () => {
    const environment = { NODE_EXTRA_CA_CERTS: '/extra.pem' };
    const files = { '/extra.pem': PEM('extra') };
    expect(trusted({ environment }, { ...debian, ...files })).toEqual([PEM('debian'), PEM('extra')]);
    expect(trusted({ environment }, files)).toEqual([...rootCertificates, PEM('extra')]);
    expect(trusted({ environment })).toEqual(rootCertificates);
  });
});

describe('trustIn()', () => {
  it('leaves out what is no certificate', () => {
    expect(() => trustIn([PEM('nonsense'), rootCertificates[0]!])).not.toThrow();
  });
});

describe('systemTrust()', () => {
  it('is made once', () => {
    expect(systemTrust()).toBe(systemTrust());
  });
});
