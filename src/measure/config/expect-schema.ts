import { RE2JS } from 're2js';
import { Type } from 'typebox';

import { rcodeOf } from '../../dns/rcode.js';
import { integer, section, type SettingIssue, type SettingRule, text } from '../../domain/setting.js';
import { contradictionIssues } from './answer-data-rule.js';

const data = (description: string) =>
  Type.Optional(Type.Array(text({ form: 'record data', description: 'One datum.' }), { minItems: 1, description }));

const FLAGS = ['aa', 'ad', 'ra', 'tc'] as const;

/** What a reply must hold. */
export const expectSchema = section(
  {
    rcode: Type.Array(text({ form: 'rcode', check: rcodeFault, description: 'Name of an rcode.' }), {
      minItems: 1,
      uniqueItems: true,
      default: ['NOERROR'],
      description: 'Acceptable response codes.',
    }),
    minAnswers: Type.Optional(
      integer({ minimum: 0, maximum: 1000, description: 'Least number of records in the answer section.' }),
    ),
    answers: data('The data of the answer section, as a set, must be exactly these.'),
    answersAny: data('At least one of these must be among the data of the answer section.'),
    answersRegex: Type.Optional(
      Type.Array(text({ form: 'RE2 regular expression', check: regexFault, description: 'One expression.' }), {
        minItems: 1,
        description: 'At least one datum of the answer section must match one of these.',
      }),
    ),
    authority: data('Data that the authority section must hold.'),
    additional: data('Data that the additional section must hold.'),
    flags: Type.Optional(
      section(
        {
          aa: Type.Optional(Type.Boolean({ description: 'Authoritative answer.' })),
          ad: Type.Optional(Type.Boolean({ description: 'Authentic data: validated by DNSSEC.' })),
          ra: Type.Optional(Type.Boolean({ description: 'Recursion available.' })),
          tc: Type.Optional(Type.Boolean({ description: 'Truncated.' })),
        },
        { description: 'Header flags that must be set (true) or clear (false).' },
      ),
    ),
    ...shortFlags(),
    ttl: Type.Optional(
      section(
        {
          min: Type.Optional(integer({ minimum: 0, maximum: 2147483647, description: 'Lowest TTL in seconds.' })),
          max: Type.Optional(integer({ minimum: 0, maximum: 2147483647, description: 'Highest TTL in seconds.' })),
        },
        { description: 'Bounds of the TTL of every answer record.', rule: ttlRule },
      ),
    ),
    nsid: data('The text of the NSID option must be one of these.'),
    ede: Type.Optional(
      Type.Array(integer({ minimum: 0, maximum: 65535, description: 'An info code.' }), {
        minItems: 1,
        uniqueItems: true,
        description: 'One of these extended DNS error codes (RFC 8914) must be present.',
      }),
    ),
  },
  { default: {}, description: 'What a reply must hold to count as answered.', rule: expectRule },
);

/** A flag may stand by itself: `ad: true`. */
function shortFlags() {
  const short = (key: string) => Type.Optional(Type.Boolean({ description: `Short for \`flags: { ${key}: … }\`.` }));
  return { aa: short('aa'), ad: short('ad'), ra: short('ra'), tc: short('tc') };
}

function ttlRule({ min, max }: Parameters<SettingRule>[0]): readonly SettingIssue[] {
  const isEmpty = typeof min === 'number' && typeof max === 'number' && min > max;
  return isEmpty ? [{ at: '/min', message: `must be at most "max" (${String(max)}), found ${String(min)}` }] : [];
}

function expectRule(expect: Parameters<SettingRule>[0]): readonly SettingIssue[] {
  const { flags } = expect;
  const inFlags = typeof flags === 'object' && flags !== null ? flags : {};
  const twice = FLAGS.filter((key) => expect[key] !== undefined && Object.hasOwn(inFlags, key)).map((key) => ({
    at: `/${key}`,
    on: 'key' as const,
    message: `give "${key}" or "flags: { ${key}: … }", not both`,
  }));
  return [...twice, ...contradictionIssues(expect)];
}

export function regexFault(found: string): string | null {
  try {
    RE2JS.compile(found);
    return null;
  } catch (error) {
    return `must be a regular expression in the syntax of RE2 (${(error as Error).message})`;
  }
}

function rcodeFault(found: string): string | null {
  return rcodeOf(found) === null ? 'must be the name of an rcode such as NOERROR, NXDOMAIN or SERVFAIL' : null;
}
