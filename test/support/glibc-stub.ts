import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { canMakeNamespaces } from './routed-network.js';

/** What a name server does with every query. */
export type Kind =
  | 'dead'
  | 'closed'
  | 'ok'
  | 'nxdomain'
  | 'formerr'
  | 'servfail'
  | 'notimp'
  | 'refused'
  | 'no data'
  | 'authoritative no data'
  | 'lame'
  | 'lame referral'
  | 'lame with additional'
  | 'short'
  | 'broken'
  | 'truncated';

/** A resolv.conf; at most three name servers. */
export interface GlibcCase {
  readonly resolvers: readonly Kind[];
  /** Seconds. */
  readonly timeout?: number;
  readonly attempts?: number;
  readonly rotate?: boolean;
}

export interface AskedQuery {
  /** Number of the name server, from 0. */
  readonly to: number;
  readonly transport: 'udp' | 'tcp';
  /** Since the first query of the same client. */
  readonly atMs: number;
}

export interface GlibcComparison {
  readonly case: GlibcCase;
  readonly glibc: { readonly asked: readonly AskedQuery[]; readonly resolved: boolean };
  readonly ours: { readonly asked: readonly AskedQuery[]; readonly resolved: boolean };
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = fileURLToPath(new URL('glibc-stub-main.ts', import.meta.url));

/** Whether there is a glibc to compare with, and a way to give it a resolv.conf of its own. */
export const hasGlibc = canMakeNamespaces && existsSync('/usr/bin/getent') && isGlibc();

function isGlibc(): boolean {
  const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime !== undefined;
}

/** Lets glibc and our stub resolve by each of these resolv.confs, one after the other. */
export async function compareWithGlibc(cases: readonly GlibcCase[]): Promise<readonly GlibcComparison[]> {
  const folder = mkdtempSync(join(tmpdir(), 'resolver-slo-glibc-'));
  try {
    const resolvConf = join(folder, 'resolv.conf');
    writeFileSync(resolvConf, '');
    const program = [process.execPath, '--import', 'tsx', PROGRAM, resolvConf, JSON.stringify(cases)];
    const { stdout } = await promisify(execFile)('unshare', ['-rmn', ...program], { cwd: ROOT });
    return JSON.parse(stdout) as readonly GlibcComparison[];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
