import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { AttemptsFileError, openAttemptsFile } from '../../src/cli/attempts-file.js';
import { sampleResolver } from '../support/dns-samples.js';
import { answeredIn, failedAs } from '../support/probe-attempts.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attempts-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function written(name: string): Promise<string> {
  const path = join(folder, name);
  const file = await openAttemptsFile(path);
  const resolver = sampleResolver({ name: 'dot:192.0.2.1:853' });
  const connection = { isReopened: false, connectUs: 10, tlsUs: 20, queryUs: 30, certificateExpiresAtMs: null };
  file.write(resolver, answeredIn(60, { rcode: 'NOERROR', connection }));
  file.write(resolver, failedAs('tls_error', { detail: 'wrong name: "a", not b', sendLagUs: null, localPort: null }));
  await file.close();
  return readFileSync(path, 'utf8');
}

describe('openAttemptsFile()', () => {
  it('writes CSV where the name ends so: no data is an empty field, commas and quotes are kept', async () => {
    expect(await written('a.csv')).toBe(
      [
        'time,resolver,outcome,rttUs,rcode,detail,sendLagUs,connectUs,tlsUs,queryUs,localPort',
        '2026-10-01T00:00:00.000Z,dot:192.0.2.1:853,answered,60,NOERROR,,5,10,20,30,40000',
        '2026-10-01T00:00:00.000Z,dot:192.0.2.1:853,tls_error,,,"wrong name: ""a"", not b",,,,,',
        '',
      ].join('\n'),
    );
  });

  it('writes one JSON object a line elsewhere: no data is null', async () => {
    const lines = (await written('a.ndjson')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { time: '2026-10-01T00:00:00.000Z', outcome: 'answered', rttUs: 60, tlsUs: 20 },
      { outcome: 'tls_error', rttUs: null, detail: 'wrong name: "a", not b', localPort: null },
    ]);
  });

  it('says at once that a file cannot be written', async () => {
    const path = join(folder, 'missing', 'a.csv');
    await expect(openAttemptsFile(path)).rejects.toThrow(AttemptsFileError);
    await expect(openAttemptsFile(path)).rejects.toThrow(`write ${path}: ENOENT`);
  });
});
