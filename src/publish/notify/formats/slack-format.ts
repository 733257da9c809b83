import { SECOND_MS } from '../../../domain/clock.js';
import { type AlertMessage, headline } from '../alert-message.js';
import { slackText } from './slack-text.js';

/** Slack takes 40,000; of the others Discord takes least, 2,000. */
const LONGEST_TEXT = 2_000;
/** Slack shows 3,000 of a block, Discord takes 4,096. */
const LONGEST_ATTACHMENT = 3_000;

/**
 * The body of an incoming webhook of Slack's, in the part of it that Mattermost, Rocket.Chat and Discord (below
 * `/slack`) understand as well: blocks are Slack's alone, attachments everybody's.
 */
export function slackFormat(message: AlertMessage): object {
  const { text, link, imageUrl, atMs } = message;
  const head = slackText(headline(message), LONGEST_TEXT);
  return {
    text: head,
    // Names are not markup; `<…>` would act all the same and is escaped.
    mrkdwn: false,
    attachments: [
      {
        fallback: head,
        color: colourOf(message),
        ...(link === null ? {} : { title: 'Details', title_link: link }),
        text: slackText(text, LONGEST_ATTACHMENT),
        ...(imageUrl === null ? {} : { image_url: imageUrl }),
        ts: Math.floor(atMs / SECOND_MS),
        mrkdwn_in: [],
      },
    ],
  };
}

/** Names of colours (`danger`) are Slack's alone. */
function colourOf({ state, severity }: AlertMessage): string {
  if (state === 'ok') return '#2e9e5b';
  switch (severity) {
    case 'critical':
      return '#d92d20';
    case 'warning':
      return '#e8a317';
    case 'info':
      return '#3b6fb6';
    default:
      return severity satisfies never;
  }
}
