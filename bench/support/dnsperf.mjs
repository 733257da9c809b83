// dnsperf (DNS-OARC) beside us: it says of each query how long it took.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { CountTable } from './count-table.mjs';
import { DNSPERF } from './programs.mjs';

/** `> NOERROR www.example.org A 0.000061`: what `-v` prints for each reply. */
const REPLY = /^> NOERROR \S+ \S+ (\d+\.\d+)$/;

/** Asks `qps` times a second for a while, with EDNS as we do; the RTTs of the replies, in microseconds. */
export async function runDnsperf({ port, qps, seconds }) {
  const folder = mkdtempSync(join(tmpdir(), 'resolver-slo-dnsperf-'));
  const questions = join(folder, 'questions');
  writeFileSync(questions, 'www.example.org A\n');
  const rate = ['-Q', String(qps), '-l', String(seconds)];
  const child = spawn(DNSPERF, ['-s', '127.0.0.1', '-p', String(port), '-d', questions, '-e', '-v', ...rate], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const rttUs = new CountTable();
  for await (const text of createInterface({ input: child.stdout })) {
    const seen = REPLY.exec(text)?.[1];
    if (seen !== undefined) rttUs.add(Number(seen) * 1e6);
  }
  rmSync(folder, { recursive: true, force: true });
  return { rttUs };
}
