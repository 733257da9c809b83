import { type Static, Type } from 'typebox';

import {
  dnsEndpoint,
  flag,
  integer,
  name,
  section,
  type SettingIssue,
  type SettingRule,
  text,
} from '../../domain/setting.js';
import { countIssues, nxdomainIssues } from './answer-count-rule.js';
import { addressIssues } from './answer-data-rule.js';
import { ednsSchema } from './edns-schema.js';
import { expectSchema } from './expect-schema.js';
import { qclassFault, qnameFault, qtypeFault } from './question-fault.js';

/** What is asked. */
export const querySchema = section(
  {
    name: name('Name of the query: part of the name of its series.'),
    qname: text({
      form: 'domain name',
      check: qnameFault,
      description:
        'Name to ask for; `{random}` becomes a fresh label for every attempt, `{time}` the Unix time in seconds.',
    }),
    qtype: text({
      form: 'type',
      default: 'A',
      check: qtypeFault,
      description: 'Type to ask for, such as A or TYPE65.',
    }),
    qclass: text({ form: 'class', default: 'IN', check: qclassFault, description: 'Class to ask for.' }),
    rd: flag('Ask for recursion (recursion desired).', true),
    cd: flag('Ask the resolver not to validate (checking disabled).', false),
    mixedCase: flag('Ask with letters in random case, and demand them back (0x20).', false),
    edns: ednsSchema,
    expect: expectSchema,
    maxRandomQps: integer({
      minimum: 1,
      maximum: 100_000,
      default: 50,
      description:
        'Most queries a second with `{random}` below this parent name, over all resolvers, stubs, controls and probes.',
    }),
    control: Type.Optional(
      dnsEndpoint(
        'An authoritative server of the zone, asked the same alongside, without recursion, as resolver `control`: its failures are shown beside those of an SLO, never subtracted.',
      ),
    ),
  },
  { rule: queryRule },
);

export type QueryEntry = Static<typeof querySchema>;

/** What is not asked for cannot be expected. */
function queryRule(query: Parameters<SettingRule>[0]): readonly SettingIssue[] {
  const { edns, expect } = query;
  if (!isMap(expect)) return [];
  const lacksNsid = expect['nsid'] !== undefined && isMap(edns) && edns['nsid'] === false;
  return [
    ...(lacksNsid ? [{ at: '/edns/nsid', message: 'must be true: `expect` demands an NSID' }] : []),
    ...addressIssues(query, expect),
    ...countIssues(query, expect),
    ...nxdomainIssues(query, expect),
  ];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
