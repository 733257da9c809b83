import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { MEMO_MAX_BYTES, withSection } from '../../../../src/publish/mackerel/memo/memo-section.js';

/** What people and other programs leave in memos: lines of everything, ours among them, surrogates torn apart. */
const memos = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        '## resolver-slo',
        '## prepalert',
        '[resolver-slo 0123456789ab]',
        '',
        '\r',
        '# 障害メモ',
        '\ud83d',
      ),
    ),
    { maxLength: 12 },
  )
  .map((lines) => lines.join('\n'));

const bytes = (text: string) => Buffer.byteLength(text);
const valid = (text: string) => Buffer.from(text).toString();

describe('withSection()', () => {
  it('puts a section below what stands there, and in place of its own from then on', () => {
    const first = withSection('Called the data centre.\n\n## prepalert\nx', 'two timeouts at ns1')!;
    expect(first).toMatch(
      /^Called the data centre\.\n\n## prepalert\nx\n## resolver-slo\ntwo timeouts at ns1\n\[resolver-slo [0-9a-f]{12}\]$/,
    );
    const second = withSection(`${first}\nFixed at 12:00.`, 'ten timeouts at ns1')!;
    expect(second).toContain('## resolver-slo\nten timeouts at ns1\n');
    expect(second).not.toContain('two timeouts');
    expect(second).toMatch(/^Called the data centre\.\n\n## prepalert\nx\n[^]*\nFixed at 12:00\.$/);
  });

  it('keeps a section that somebody has written into, and puts its own below', () => {
    const written = withSection('', 'two timeouts at ns1')!.replace('at ns1', 'at ns1 — the old switch?');
    const again = withSection(written, 'ten timeouts at ns1')!;
    expect(again.startsWith(`${written}\n## resolver-slo\nten timeouts`)).toBe(true);
    // The next one replaces ours, and still not theirs.
    expect(withSection(again, 'none')!.startsWith(`${written}\n## resolver-slo\nnone\n`)).toBe(true);
  });

  it('never loses what is not ours, whatever stands in a memo', () => {
    fc.assert(
      fc.property(memos, memos, memos, memos, (before, after, first, second) => {
        const once = withSection(before, first)!;
        expect(once.startsWith(valid(before))).toBe(true);
        const followed = `${once}\n${after}`;
        const twice = withSection(followed, second)!;
        expect(twice.startsWith(valid(before))).toBe(true);
        expect(twice.endsWith(valid(after)) || twice.includes(`\n${valid(after)}\n`)).toBe(true);
      }),
    );
  });

  it('is the same when written twice', () => {
    fc.assert(
      fc.property(memos, memos, (memo, body) => {
        const once = withSection(memo, body)!;
        expect(withSection(once, body)).toBe(once);
      }),
    );
  });

  it('is valid UTF-8 of at most so many bytes, cut between characters, and never cuts what is not ours', () => {
    fc.assert(
      fc.property(memos, memos, fc.nat(400), (memo, body, maxBytes) => {
        const merged = withSection(memo, body, maxBytes);
        if (merged === null) return;
        expect(bytes(merged)).toBeLessThanOrEqual(maxBytes);
        expect(valid(merged)).toBe(merged);
        expect(merged.startsWith(valid(memo))).toBe(true);
      }),
    );
  });

  it('fills what there is room for, to the character', () => {
    const merged = withSection('障害'.repeat(10_000), '🔥'.repeat(30_000))!;
    expect(bytes(merged)).toBeLessThanOrEqual(MEMO_MAX_BYTES);
    expect(bytes(merged)).toBeGreaterThan(MEMO_MAX_BYTES - 4);
    expect(merged).toMatch(/🔥\n…\n\[resolver-slo [0-9a-f]{12}\]$/u);
  });

  it('tears no emoji apart', () => {
    const merged = withSection('', '👩‍👩‍👧‍👦'.repeat(10), 120)!;
    expect(merged).toMatch(/^## resolver-slo\n(👩‍👩‍👧‍👦)+\n…\n/u);
  });

  it('is nothing where people have written all that fits', () => {
    expect(withSection('x'.repeat(MEMO_MAX_BYTES), 'body')).toBeNull();
  });
});
