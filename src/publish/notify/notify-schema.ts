import { type Static, Type } from 'typebox';

import { flag, httpUrl, name, section, text } from '../../domain/setting.js';
import { NOTIFY_EVENTS, NOTIFY_FORMATS, type NotifyTarget } from './notify-target.js';
import { headersRule, headerValueFault, targetRule } from './target-rule.js';
import { CONTENT_TYPES, DEFAULT_CONTENT_TYPE } from './template/content-types.js';

/** A key that is shorter is guessed sooner than it should be. */
const SHORTEST_SECRET = 16;

const targetSchema = section(
  {
    name: name('Name of the receiver.'),
    webhook: httpUrl({ secret: true, description: 'URL that receives a POST for each event.' }),
    events: Type.Array(Type.Enum([...NOTIFY_EVENTS], { description: 'A kind of event.' }), {
      minItems: 1,
      uniqueItems: true,
      default: ['alert', 'attack'],
      description:
        'What is told: of alerts that fire or resolve, of attacks (none yet), of incidents, of maintenance, of alerts that the webhook of Mackerel tells of (`mackerel`).',
    }),
    format: Type.Enum([...NOTIFY_FORMATS], {
      default: 'json',
      description:
        "What is sent: the event as JSON, a message for Slack's incoming webhooks (Mattermost, Rocket.Chat and Discord take them too), or an alert for the formatted webhook of Grafana IRM (OnCall).",
    }),
    template: Type.Optional(
      text({
        secret: true,
        maxLength: 16_384,
        description: 'With format `json`: text with `{{path}}` that makes the body instead.',
      }),
    ),
    contentType: Type.Optional(
      Type.Enum(
        CONTENT_TYPES.map(({ name: type }) => type),
        {
          description: `What the template makes, so that no value can break out of its place; default: \`${DEFAULT_CONTENT_TYPE}\`.`,
        },
      ),
    ),
    secret: Type.Optional(
      text({
        secret: true,
        check: (found) =>
          found.length < SHORTEST_SECRET ? `must have at least ${String(SHORTEST_SECRET)} characters` : null,
        description: 'Key that requests are signed with (HMAC-SHA256).',
      }),
    ),
    headers: Type.Record(
      Type.String(),
      text({ secret: true, check: headerValueFault, description: 'The value, a secret.' }),
      {
        default: {},
        rule: headersRule,
        description: 'Headers sent with each request, such as `Authorization`; their values are secrets.',
      },
    ),
    criticalOnly: flag(
      'Of alerts only those of severity `page` (at Mackerel: critical) are told, and the end of each that was.',
      false,
    ),
    allowPrivate: flag('The target may be at an address that is not public, such as 127.0.0.1 or 10.0.0.5.', false),
  },
  { rule: targetRule },
);

export const notifySchema = Type.Array(targetSchema, {
  description: 'Where burn alerts, attacks, incidents and maintenance go besides Mackerel.',
});

export function toNotifyTarget(accepted: Static<typeof targetSchema>): NotifyTarget {
  const { template, contentType = DEFAULT_CONTENT_TYPE, secret = null, ...rest } = accepted;
  return { ...rest, secret, template: template === undefined ? null : { text: template, contentType } };
}
