import { type Static, Type } from 'typebox';

import { section, text } from '../domain/setting.js';
import {
  description,
  inlineSchema,
  label,
  objectSchema,
  opensloDuration,
  operator,
  refOrInlineRule,
} from './object-schema.js';
import { parseOpensloDelay } from './openslo-duration.js';

const conditionSpec = section({
  description,
  severity: text({ description: 'how bad it is' }),
  condition: section(
    {
      kind: Type.Literal('burnrate', { description: 'burnrate' }),
      op: operator,
      threshold: Type.Number({ description: 'burn rate to compare with' }),
      lookbackWindow: opensloDuration('window over which the burn rate is taken'),
      alertAfter: Type.Optional(opensloDelay('how long the condition must hold')),
    },
    { description: 'when to alert' },
  ),
});

const targetSpec = section({ description, target: text({ description: 'who is told' }) });

const policyCondition = section(
  { conditionRef: Type.Optional(label('name of an AlertCondition')), ...inlineSchema('AlertCondition', conditionSpec) },
  { rule: refOrInlineRule('conditionRef') },
);

const policyTarget = section(
  {
    targetRef: Type.Optional(label('name of an AlertNotificationTarget')),
    ...inlineSchema('AlertNotificationTarget', targetSpec),
  },
  { rule: refOrInlineRule('targetRef') },
);

const policySpec = section({
  description,
  alertWhenNoData: Type.Optional(Type.Boolean()),
  alertWhenResolved: Type.Optional(Type.Boolean()),
  alertWhenBreaching: Type.Optional(Type.Boolean()),
  conditions: Type.Array(policyCondition, { minItems: 1, maxItems: 1, description: 'exactly one condition' }),
  notificationTargets: Type.Array(policyTarget, { minItems: 1, description: 'at least one target' }),
});

/** An alert policy of an SLO: by reference, or in place. */
export const policyEntrySchema = section(
  { alertPolicyRef: Type.Optional(label('name of an AlertPolicy')), ...inlineSchema('AlertPolicy', policySpec) },
  { rule: refOrInlineRule('alertPolicyRef') },
);

export type ConditionSpec = Static<typeof conditionSpec>;
export type PolicySpec = Static<typeof policySpec>;
export type PolicyEntry = Static<typeof policyEntrySchema>;

export const alertConditionSchema = objectSchema('AlertCondition', conditionSpec);
export const alertPolicySchema = objectSchema('AlertPolicy', policySpec);
export const alertNotificationTargetSchema = objectSchema('AlertNotificationTarget', targetSpec);

/** `alertAfter` may be no time at all, which other durations may not. */
function opensloDelay(about: string) {
  const rule = 'must be a whole number of m, h, d, w, M, Q or Y, such as 0m or 5m';
  return text({
    form: 'duration',
    description: about,
    check: (found) => (parseOpensloDelay(found) === null ? rule : null),
  });
}
