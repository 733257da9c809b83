import { type Static, Type } from 'typebox';

import { parseDurationUs } from '../domain/duration.js';
import { duration, section, type SettingIssue, type SettingRule, text } from '../domain/setting.js';
import type { EventSource, Events, Selector } from '../domain/slo-definition.js';

const selector = (of: string) => {
  const about = `Which ${of} count: a name, a list of names, or a glob with *; absent: all.`;
  const entry = text({ form: 'name or glob', check: globFault, description: about });
  return Type.Optional(Type.Union([entry, Type.Array(entry, { minItems: 1 })], { description: about }));
};

/** The `spec` of a metric source of type `resolver-slo`. */
export const eventSourceSchema = section(
  {
    probe: selector('probes'),
    resolver: selector('resolvers (stubs and `control` only by name)'),
    query: selector('queries'),
    vantage: selector('vantages'),
    events: Type.Enum(['valid', 'answered', 'replied', 'within'] satisfies Events[], {
      default: 'valid',
      description:
        'Which attempts count: all valid ones, the answered, those with any reply, or those answered `within` the threshold.',
    }),
    threshold: Type.Optional(
      duration({ min: '1us', max: '60s', description: 'With `within`: the slowest RTT that counts.' }),
    ),
  },
  { rule: thresholdRule },
);

export const SELECTOR_KEYS = ['probe', 'resolver', 'query', 'vantage'] as const;

export function toEventSource(accepted: Static<typeof eventSourceSchema>): EventSource {
  const { probe, resolver, query, vantage } = accepted;
  return {
    selector: { probe: globs(probe), resolver: globs(resolver), query: globs(query), vantage: globs(vantage) },
    events: accepted.events,
    thresholdUs: accepted.threshold === undefined ? null : parseDurationUs(accepted.threshold),
  };
}

/** Whether two selectors are written alike; the order of names does not matter. */
export function sameSelector(a: Selector, b: Selector): boolean {
  const textOf = (one: Selector) => JSON.stringify(SELECTOR_KEYS.map((key) => one[key]?.toSorted() ?? null));
  return textOf(a) === textOf(b);
}

/** `*` alone selects what an absent key does. */
function globs(found: string | readonly string[] | undefined): readonly string[] | null {
  const list = typeof found === 'string' ? [found] : (found ?? ['*']);
  return list.length === 1 && list[0] === '*' ? null : list;
}

function globFault(found: string): string | null {
  return /^[A-Za-z0-9._*-]+$/.test(found)
    ? null
    : 'must be a name of letters, digits, ".", "_" or "-", in which * stands for any of them';
}

function thresholdRule({ events, threshold }: Parameters<SettingRule>[0]): readonly SettingIssue[] {
  if (events === 'within' && threshold === undefined) {
    return [{ at: '', message: 'key "threshold" is missing: events "within" needs it, such as 50ms' }];
  }
  if (threshold === undefined || events === 'within') return [];
  return [{ at: '/threshold', on: 'key', message: '"threshold" goes with events "within" only' }];
}
