import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { PLACEHOLDERS, type Snippet, snippetsFor } from '../../../src/publish/resolv-conf/snippets.js';

const RESOLVERS = [
  { name: 'ns1', address: '192.0.2.53' },
  { name: 'ns2 # "Tokyo"', address: '2001:db8::53' },
];
const UNBOUND_CHECKCONF = '/usr/sbin/unbound-checkconf';

function textOf(kind: Snippet['kind'], resolvers = RESOLVERS): string {
  return snippetsFor(resolvers).find((snippet) => snippet.kind === kind)!.text;
}

describe('snippetsFor()', () => {
  it('writes comments of resolv.conf on lines of their own, for an address is all that its line may hold', () => {
    expect(textOf('resolvConf')).toBe(
      '# ns1\nnameserver 192.0.2.53\n# ns2 # "Tokyo"\nnameserver 2001:db8::53\noptions timeout:1 attempts:3 rotate\n',
    );
  });

  it('gives resolv.conf no more than glibc reads, and the others all', () => {
    const four = [...RESOLVERS, { name: 'ns3', address: '192.0.2.55' }, { name: 'ns4', address: '192.0.2.56' }];
    expect(textOf('resolvConf', four).match(/^nameserver /gm)).toHaveLength(3);
    expect(textOf('resolved', four)).toContain('DNS=192.0.2.53 2001:db8::53 192.0.2.55 192.0.2.56\n');
    expect(textOf('unbound', four).match(/^ {4}forward-addr: /gm)).toHaveLength(4);
  });

  it('has placeholders without comments', () => {
    expect(textOf('resolvConf', [...PLACEHOLDERS])).toBe(
      'nameserver RESOLVER-1\nnameserver RESOLVER-2\noptions timeout:1 attempts:3 rotate\n',
    );
  });

  it.skipIf(!existsSync(UNBOUND_CHECKCONF))('writes what unbound takes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'resolver-slo-snippet-'));
    try {
      const file = join(folder, 'forward.conf');
      writeFileSync(file, textOf('unbound'));
      const forwards = spawnSync(UNBOUND_CHECKCONF, ['-o', 'serve-expired', file], { encoding: 'utf8' });
      expect(forwards.stderr).toBe('');
      expect(forwards.stdout.trim()).toBe('yes');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
