import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, describe, expect, it, vi } from 'vitest';

import { initCommand, systemResolvers } from '../../src/cli/init.js';
import { loadConfig } from '../../src/config/load-config.js';
import { configFolder } from '../support/config-folder.js';
import { runSource } from '../support/run-source.js';

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function init(args: readonly string[], resolvConf = '/nonexistent/resolv.conf') {
  let output = '';
  const keep = (text: unknown) => (output += String(text)).length > 0;
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
  await initCommand(resolvConf).parseAsync(['node', 'init', ...args]);
  return { output, exitCode: process.exitCode };
}

describe('init', () => {
  it('writes a configuration that check has nothing to say about', async () => {
    const main = join(configFolder({}), 'etc', 'slo.yaml');
    const { exitCode } = await init(['-c', main, '192.0.2.1', '192.0.2.2:5353', '[2001:db8::1]:53', '2001:DB8::1']);
    expect(exitCode).toBe(0);
    const { config, problems, checkSelectors } = loadConfig({ file: main, env: {} });
    expect([...problems, ...checkSelectors([])]).toEqual([]);
    expect(config!.probes[0]!.resolvers.map(({ name, address, port }) => ({ name, address, port }))).toEqual([
      { name: 'resolver-1', address: '192.0.2.1', port: 53 },
      { name: 'resolver-2', address: '192.0.2.2', port: 5353 },
      { name: 'resolver-3', address: '2001:db8::1', port: 53 },
    ]);
    expect(config!.slos.map(({ name }) => name)).toEqual(['availability']);
  });

  it.each(['slo.yaml', 'probes/resolvers.yaml', 'slo-configs/availability.yaml'])(
    'never overwrites %s',
    async (existing) => {
      const folder = configFolder({ [existing]: 'mine' });
      const { output, exitCode } = await init(['-c', join(folder, 'slo.yaml'), '192.0.2.1']);
      expect(exitCode).toBe(1);
      expect(output).toContain(`${join(folder, existing)} exists already: nothing was written`);
      expect(readFileSync(join(folder, existing), 'utf8')).toBe('mine');
      expect(['slo.yaml', 'probes', 'slo-configs'].filter((path) => existsSync(join(folder, path)))).toHaveLength(1);
    },
  );

  it('takes the resolvers of resolv.conf where none are given', async () => {
    const folder = configFolder({
      'resolv.conf':
        '# x\nsearch example.org\nnameserver 127.0.0.53\n nameserver\t2001:db8::53 \nnameserver fe80::1%eth0\nnameserver fe80::1\nnameserver 0.0.0.0\nnameserver 255.255.255.255\n',
    });
    expect(systemResolvers(join(folder, 'resolv.conf'))).toEqual([
      { address: '127.0.0.53', port: 53 },
      { address: '2001:db8::53', port: 53 },
      { address: '127.0.0.1', port: 53 },
    ]);
    expect((await init(['-c', join(folder, 'slo.yaml')], join(folder, 'resolv.conf'))).exitCode).toBe(0);
    expect(readFileSync(join(folder, 'probes/resolvers.yaml'), 'utf8')).toContain('address: "127.0.0.53"');
  });

  it('asks for addresses where the system has none', async () => {
    const folder = configFolder({});
    const { output, exitCode } = await init(['-c', join(folder, 'slo.yaml')]);
    expect(exitCode).toBe(1);
    expect(output).toContain('names no usable resolver');
  });

  it('refuses what is not an address as wrong usage', async () => {
    const { output, exitCode } = await init(['-c', join(configFolder({}), 'slo.yaml'), 'dns.example.org']);
    expect(exitCode).toBe(2);
    expect(output).toContain('"dns.example.org" is not an address');
  });

  it.each(['255.255.255.255', '224.0.0.1:5353', 'fe80::1'])('refuses %s, where nobody replies', async (address) => {
    const { output, exitCode } = await init(['-c', join(configFolder({}), 'slo.yaml'), address]);
    expect(exitCode).toBe(2);
    expect(output).toContain('each address must be an address that replies can come from, not a');
    expect(output).toContain(`found "${address}"`);
  });

  it('refuses the unspecified address, as check would', async () => {
    const { output, exitCode } = await init(['-c', join(configFolder({}), 'slo.yaml'), '192.0.2.1', '[::]:53']);
    expect(exitCode).toBe(2);
    expect(output).toContain(
      'each address must be an address that replies can come from (this machine: ::1), found "[::]:53"',
    );
  });

  it('says when the folder cannot be written', async () => {
    const folder = configFolder({});
    writeFileSync(join(folder, 'file'), '');
    const { output, exitCode } = await init(['-c', join(folder, 'file', 'slo.yaml'), '192.0.2.1']);
    expect(exitCode).toBe(3);
    expect(output).toContain('cannot write the configuration');
  });

  it.runIf(process.platform === 'linux')(
    'gives up where no folder can be made',
    () => {
      const program = `
      import { initCommand } from './src/cli/init.ts';
      await initCommand().parseAsync(['-c', '/proc/resolver-slo/etc/slo.yaml', '192.0.2.1'], { from: 'user' });`;
      const { status, stderr } = runSource(program);
      expect(stderr).toContain('cannot write the configuration: ENOENT');
      expect(status).toBe(3);
    },
    30_000,
  );
});
