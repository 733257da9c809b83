import { plainLines } from '../../markdown/plain-characters.js';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Zero width, and no space: it keeps what stands around it apart and can be seen by nobody. */
const APART = '\u200b';

/** Every `@` but that of an e-mail address; in Discord these words call everybody even there. */
const MENTION = /(?<![A-Za-z0-9_])@|@(?=(?:everyone|here|channel|all)(?![A-Za-z0-9]))/gi;

/**
 * Plain text as Slack's `mrkdwn` shows it, at most so many UTF-16 units as it is sent, cut between characters
 * as people count them. Nothing in it acts: no link with a text of its own, no mention of anybody, neither in
 * Slack, where `<…>` makes them (https://api.slack.com/reference/surfaces/formatting#escaping), nor in those that
 * take the same webhooks, where `@name` and `[text](address)` do.
 */
export function slackText(text: string, longest: number): string {
  const harmless = plainLines(text).replace(MENTION, `@${APART}`).replaceAll('](', `]${APART}(`);
  return cut(harmless, longest);
}

function cut(text: string, longest: number): string {
  const whole = escape(text);
  if (whole.length <= longest) return whole;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    const next = kept + escape(segment);
    // One less than allowed: the ellipsis takes its place.
    if (next.length >= longest) break;
    kept = next;
  }
  return `${kept.trimEnd()}…`;
}

/** Of one character as well as of many: what each becomes hangs on none beside it. */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
