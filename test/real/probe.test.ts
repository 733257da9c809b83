import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { BIND, startAuthority } from '../support/resolvers/bind.js';
import { removeFolder, serverFolder } from '../support/resolvers/real-process.js';
import type { RealResolver } from '../support/resolvers/real-resolver.js';
import { TLS_NAME } from '../support/resolvers/resolver-rig.js';
import { canSign, makeSignedZone } from '../support/resolvers/signed-zone.js';
import { UNBOUND_RESOLVER } from '../support/resolvers/unbound.js';
import { runCli } from '../support/run-cli.js';
import { hasOpenssl, makeTestCertificate } from '../support/test-certificate.js';

const canRun = UNBOUND_RESOLVER.isInstalled && BIND.isInstalled && canSign && hasOpenssl;

interface Result {
  readonly transport: string;
  readonly sent: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly phasesUs?: Readonly<Record<string, { readonly p50: number }>>;
  readonly connections?: { readonly opened: number; readonly certificateExpiresAt: string | null };
}

describe.skipIf(!canRun)('resolver-slo probe of unbound from Debian', () => {
  const closers: (() => Promise<void> | void)[] = [];
  let resolver: RealResolver;
  let everyWay = '';

  beforeAll(async () => {
    const certificate = makeTestCertificate([TLS_NAME]);
    const trusted = serverFolder('trusted', () => ({ 'ca.pem': certificate.cert }));
    process.env['NODE_EXTRA_CA_CERTS'] = join(trusted, 'ca.pem');
    closers.push(() => removeFolder(trusted));
    const zone = makeSignedZone();
    const authority = await startAuthority(zone);
    closers.push(() => authority.close());
    resolver = await UNBOUND_RESOLVER.start({ zone, authorityPort: authority.port, certificate });
    closers.push(() => resolver.close());
    const [port, dot, doh] = [resolver.port, resolver.dotPort, resolver.dohPort].map(String);
    everyWay = `127.0.0.1:${port!},tcp:127.0.0.1:${port!},dot:127.0.0.1:${dot!}#${TLS_NAME},https://${TLS_NAME}:${doh!}/dns-query`;
  }, 60_000);

  afterAll(async () => {
    delete process.env['NODE_EXTRA_CA_CERTS'];
    for (const close of closers.reverse()) await close();
  });

  const probe = async (resolvers: string, ...flags: readonly string[]) => {
    const argv = ['probe', resolvers, 'www.example.org', '--timeout', '5s', '--json', ...flags];
    const { exitCode, stdout, stderr } = await runCli(...argv);
    expect(stderr).toBe('');
    return { exitCode, results: [JSON.parse(stdout)].flat() as Result[] };
  };

  it('answers over every transport, each with the phases that it has', async () => {
    const { results } = await probe(everyWay, '--address', '127.0.0.1', '--count', '10', '--interval', '200ms');
    expect(results.map(({ transport }) => transport)).toEqual(['udp', 'tcp', 'dot', 'doh']);
    for (const { outcomes, sent } of results) {
      // A busy machine may be late to send.
      expect((outcomes['answered'] ?? 0) + (outcomes['prober_error'] ?? 0)).toBe(sent);
      expect(outcomes['answered']).toBeGreaterThan(sent / 2);
    }
    const phases = results.map(({ phasesUs }) => Object.keys(phasesUs ?? {}));
    expect(phases).toEqual([[], ['connect', 'query'], ['connect', 'tls', 'query'], ['connect', 'tls', 'query']]);
    expect(results[0]!.connections).toBeUndefined();
    for (const { connections, outcomes } of results.slice(1)) expect(connections!.opened).toBe(outcomes['answered']);
    for (const { connections } of results.slice(2)) {
      expect(Date.parse(connections!.certificateExpiresAt!)).toBeGreaterThan(Date.now());
    }
  });

  it('keeps one connection with --warm', async () => {
    const flags = ['--address', '127.0.0.1', '--count', '10', '--interval', '100ms', '--warm'];
    const { results } = await probe(everyWay.slice(everyWay.indexOf(',') + 1), ...flags);
    for (const { connections, outcomes } of results) {
      expect(connections!.opened).toBe(1);
      expect(outcomes['answered']).toBeGreaterThan(5);
    }
  });

  it('says what is wrong with a certificate or a path', async () => {
    const dot = `dot:127.0.0.1:${String(resolver.dotPort)}#other.example.org`;
    const doh = `https://${TLS_NAME}:${String(resolver.dohPort)}/nowhere`;
    const { exitCode, results } = await probe(`${dot},${doh}`, '--address', '127.0.0.1', '--count', '2');
    expect(exitCode).toBe(1);
    expect(results).toMatchObject([
      { outcomes: { tls_error: 2 }, failures: [{ detail: 'certificate is for another name' }, {}] },
      { outcomes: { http_error: 2 }, failures: [{ detail: 'HTTP 404' }, { detail: 'HTTP 404' }] },
    ]);
  });

  it('shows who answered, what was validated, and why validation failed', async () => {
    const address = `127.0.0.1:${String(resolver.port)}`;
    const signed = await runCli(
      'probe',
      address,
      'www.example.org',
      '--count',
      '1',
      '--dnssec',
      '--expect-flags',
      'ad',
    );
    expect(signed.stdout).toMatch(/^NOERROR {2}flags .*\bad\b/m);
    expect(signed.stdout).toContain(`NSID ${UNBOUND_RESOLVER.nsid}\n`);
    expect(signed.stdout).toMatch(/RRSIG {2}A /);
    expect(signed.exitCode).toBe(0);
    const bogus = await runCli('probe', address, 'bogus.example.org', '--count', '1');
    expect(bogus.exitCode).toBe(1);
    expect(bogus.stdout).toMatch(/^SERVFAIL {2}flags/m);
    expect(bogus.stdout).toMatch(/^EDE \d+ (DNSSEC|RRSIGs|Signature|No)/m);
    expect(bogus.stdout).toMatch(/^wrong_rcode in .*from port \d+$/m);
  });
});
