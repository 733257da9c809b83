import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { describe, expect, it } from 'vitest';

import { NOTIFY_EVENTS, NOTIFY_FORMATS } from '../src/publish/notify/notify-target.js';
import { signatureHeaders } from '../src/publish/notify/signature.js';
import { testEvents } from '../src/publish/notify/test-event.js';
import { configFolder } from './support/config-folder.js';
import { notifyTarget } from './support/notify-events.js';

const GUIDE = readFileSync('docs/guides/notify.md', 'utf8');
const codeIn = (language: string) => new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'm').exec(GUIDE)?.[1] ?? '';
const hasPython = spawnSync('python3', ['--version']).status === 0;

const SECRET = 'an-example-secret-日本';
const BODY = '{"text":"日本 🦊"}';
const NOW_MS = 1_793_840_520_000;
const SIGNED = signatureHeaders(SECRET, BODY, NOW_MS);
const TIME = 'X-Resolver-SLO-Timestamp';
const SIGNATURE = 'X-Resolver-SLO-Signature';

/** Headers, body, and how late it comes; whether it is to be taken. */
const CASES: readonly (readonly [Readonly<Record<string, string>>, string, number, boolean])[] = [
  [SIGNED, BODY, 0, true],
  [SIGNED, BODY, 299, true],
  [SIGNED, BODY, 301, false],
  [SIGNED, BODY, -301, false],
  [SIGNED, `${BODY} `, 0, false],
  [{ ...SIGNED, [TIME]: String(Number(SIGNED[TIME]) + 1) }, BODY, 0, false],
  [{ ...SIGNED, [SIGNATURE]: SIGNED[SIGNATURE]!.slice(0, -2) }, BODY, 0, false],
  [{ ...SIGNED, [SIGNATURE]: 'sha256=日本' }, BODY, 0, false],
  [{ [TIME]: SIGNED[TIME]! }, BODY, 0, false],
  [{ [SIGNATURE]: SIGNED[SIGNATURE]! }, BODY, 0, false],
  [{ ...SIGNED, [TIME]: 'soon' }, BODY, 0, false],
  [{}, BODY, 0, false],
];

describe('docs/guides/notify.md', () => {
  it('verifies signatures in Node.js', async () => {
    const file = join(configFolder({}), 'verify.mjs');
    writeFileSync(file, codeIn('js'));
    const { isFromResolverSlo } = (await import(pathToFileURL(file).href)) as {
      readonly isFromResolverSlo: (headers: object, body: Buffer, secret: string, nowMs: number) => boolean;
    };
    const found = CASES.map(([headers, body, lateS]) => {
      const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
      return isFromResolverSlo(lower, Buffer.from(body), SECRET, NOW_MS + lateS * 1000);
    });
    expect(found).toEqual(CASES.map(([, , , expected]) => expected));
  });

  it.skipIf(!hasPython)('verifies signatures in Python (needs python3)', () => {
    const cases = CASES.map(([headers, body, lateS]) => ({ headers, body, now: NOW_MS / 1000 + lateS }));
    const main = `
import json, sys
cases = json.load(sys.stdin)
print(json.dumps([is_from_resolver_slo(c["headers"], c["body"].encode(), ${JSON.stringify(SECRET)}, c["now"]) for c in cases]))`;
    const made = execFileSync('python3', ['-c', codeIn('python') + main], {
      input: JSON.stringify(cases),
      encoding: 'utf8',
    });
    expect(JSON.parse(made)).toEqual(CASES.map(([, , , expected]) => expected));
  });

  it('shows the test event as it is', () => {
    const shown = /As JSON it is an event of its own kind:\n\n```json\n([^]*?)```/.exec(GUIDE)?.[1] ?? '{}';
    const { id } = JSON.parse(shown) as { id: string };
    const [told] = testEvents(notifyTarget(), { id, nowMs: Date.parse('2026-11-05T01:02:00Z'), org: '' });
    expect(JSON.parse(shown)).toEqual(told!.event);
  });

  it('names every format and every kind of event', () => {
    for (const word of [...NOTIFY_FORMATS, ...NOTIFY_EVENTS]) expect(GUIDE).toContain(`\`${word}\``);
  });
});
