import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { configFolder } from '../support/config-folder.js';
import { runSource } from '../support/run-source.js';

/** The whole program, where `NODE_EXTRA_CA_CERTS` names a file without certificates. */
function run(...argv: readonly string[]) {
  const program = `
    import { askedCommands } from './src/cli/commands.ts';
    import { runProgram } from './src/cli/program.ts';
    const argv = ${JSON.stringify(['node', 'resolver-slo', ...argv])};
    await runProgram(argv, await askedCommands(argv));`;
  return runSource(program, { NODE_EXTRA_CA_CERTS: join(configFolder({ 'ca.pem': 'none' }), 'ca.pem') });
}

const FAULT = /read NODE_EXTRA_CA_CERTS: a file of certificates in PEM is required; .*ca\.pem: it holds none$/m;

describe('NODE_EXTRA_CA_CERTS without certificates', () => {
  it('keeps probe from asking over TLS, and from nothing else', () => {
    const probe = (resolver: string) => run('probe', resolver, 'www.example.org', '--count', '1', '--timeout', '50ms');
    const overTls = probe('dot:127.0.0.1:1');
    expect(overTls.stderr).toMatch(FAULT);
    expect(overTls.stdout).toBe('');
    expect(overTls.status).toBe(3);
    const overUdp = probe('127.0.0.1:1');
    expect(overUdp.stderr).not.toMatch(FAULT);
    expect(overUdp.status).toBe(1);
  }, 60_000);

  it('keeps run from starting where a resolver is asked over TLS', () => {
    const folder = configFolder({
      'r.yaml': 'store: { sqlite: slo.db }\nprobes: [p.yaml]\n',
      'p.yaml':
        'probe: a\nevery: 1s\nresolvers: [{ name: a, address: 127.0.0.1, transport: dot }]\nqueries: [{ name: a, qname: a.example }]\n',
    });
    const { stderr, status } = run('run', '-c', join(folder, 'r.yaml'));
    expect(stderr).toMatch(FAULT);
    expect(status).toBe(3);
  }, 60_000);
});
