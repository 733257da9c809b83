import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { slackText } from '../../../../src/publish/notify/formats/slack-text.js';
import { HOSTILE_TEXTS, hostileText } from '../../../support/hostile-text.js';

const APART = '\u200b';

/** What Slack, Mattermost, Rocket.Chat or Discord would act upon, once they have decoded it. */
const ACTS = [
  /[<>]/, // <!channel>, <@U1>, <https://example.org/|text>
  /&(?!(amp|lt|gt);)/, // an entity of somebody else
  /\]\(/, // [text](address)
  /(?<![A-Za-z0-9_])@[^\u200b…]/, // @name
  /@(everyone|here|channel|all)(?![A-Za-z0-9])/i,
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
];

const segments = (text: string) =>
  [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment);
const decoded = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** As hostile as elsewhere, and with what chats act upon. */
const chatText = () => {
  const piece = fc.constantFrom(
    '<!channel>',
    '<!here|x>',
    '<@U012AB3CD>',
    '<@&99>',
    '<#C1>',
    '<https://evil.example/|bank>',
    '@channel',
    '@all',
    'a@everyone',
    ' @ada',
    '日@here',
    '[a](https://evil.example/)',
    '&lt;!channel&gt;',
    '&',
    '*',
    '_',
    '`',
  );
  return fc.array(fc.oneof(piece, hostileText()), { maxLength: 8 }).map((all) => all.join(''));
};

describe('slackText()', () => {
  it.each([
    ['a & b < c > d', 'a &amp; b &lt; c &gt; d'],
    ['<!channel>', '&lt;!channel&gt;'],
    ['<@U012AB3CD>', `&lt;@${APART}U012AB3CD&gt;`],
    ['&lt;!channel&gt;', '&amp;lt;!channel&amp;gt;'],
    ['@channel and noc@example.org', `@${APART}channel and noc@example.org`],
    ['x@everyone', `x@${APART}everyone`],
    ['[bank](https://evil.example/)', `[bank]${APART}(https://evil.example/)`],
    ['fast_burn *b* `c`', 'fast_burn *b* `c`'],
    ['one\r\ntwo\tthree\u202e\u0000', 'one\ntwo three'],
    ['🦊 日本語', '🦊 日本語'],
  ])('makes of %j %j', (text, expected) => expect(slackText(text, 3000)).toBe(expected));

  it.each(Object.entries(HOSTILE_TEXTS))('lets nothing act: %s', (_, text) => {
    for (const pattern of ACTS) expect(slackText(text, 3000)).not.toMatch(pattern);
  });

  it('never holds what acts, however long it may be', () => {
    fc.assert(
      fc.property(chatText(), fc.integer({ min: 1, max: 60 }), (text, longest) => {
        for (const limit of [longest, 40_000])
          for (const pattern of ACTS) expect(slackText(text, limit)).not.toMatch(pattern);
      }),
      { numRuns: 500 },
    );
  });

  it('holds at most as much as it may, cut between characters, and all of what fits', () => {
    fc.assert(
      fc.property(chatText(), fc.integer({ min: 1, max: 60 }), (text, longest) => {
        const [cut, whole] = [slackText(text, longest), slackText(text, 40_000)];
        expect(cut.length).toBeLessThanOrEqual(longest);
        if (whole.length <= longest) {
          expect(cut).toBe(whole);
          return;
        }
        expect(cut.endsWith('…')).toBe(true);
        const kept = segments(decoded(cut.slice(0, -1)));
        expect(segments(decoded(whole)).slice(0, kept.length)).toEqual(kept);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['👩‍👩‍👧‍👦', '🏳️‍🌈', '日', 'é', '&', '🇯🇵'])('does not split %s', (character) => {
    for (let longest = 1; longest < 80; longest++) {
      const kept = decoded(slackText(character.repeat(20), longest).replace(/…$/, ''));
      expect(segments(kept).every((segment) => segment === character)).toBe(true);
    }
  });
});
