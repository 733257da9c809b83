import { createTask, validateDetailed } from 'node-cron';
import { RE2JS } from 're2js';
import { type Static, Type } from 'typebox';

import { encodeName } from '../dns/name.js';
import { rcodeOf, rcodeText } from '../dns/rcode.js';
import { rrClassOf, rrTypeOf } from '../dns/rr-type.js';
import { DAY_MS, SECOND_MS } from '../domain/clock.js';
import { addressFamily, canonicalAddress } from '../domain/ip-address.js';
import {
  type ProbeDefinition,
  type ProbeSchedule,
  type QueryDefinition,
  type ResolverDefinition,
  roundMs,
} from '../domain/probe-definition.js';
import {
  dnsEndpoint,
  duration,
  durationMs,
  flag,
  httpUrl,
  integer,
  ipAddress,
  name,
  section,
  type SettingIssue,
  type SettingRule,
  text,
} from '../domain/setting.js';

/**
 * How often each canary is asked: they are somebody else's servers, so as often as the fastest
 * probe, but every 100 ms at most and every second at least.
 */
export function canaryIntervalMs(probes: readonly Pick<ProbeDefinition, 'schedule'>[]): number {
  const fastestMs = Math.min(...probes.map((probe) => roundMs(probe.schedule)), SECOND_MS);
  return Math.max(100, fastestMs);
}

/** The longest label that `{random}` or `{time}` may become. */
export const MAX_PLACEHOLDER_LENGTH = 32;

const data = (description: string) =>
  Type.Optional(Type.Array(text({ form: 'record data', description: 'One datum.' }), { minItems: 1, description }));

const FLAGS = ['aa', 'ad', 'ra', 'tc'] as const;

const expectSchema = section(
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
    nsid: data('The text of the NSID option must be one of these; needs `edns: { nsid: true }`.'),
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

const ednsSchema = section(
  {
    udpSize: integer({
      minimum: 512,
      maximum: 65535,
      default: 1232,
      description: 'Largest UDP reply asked for, in bytes.',
    }),
    do: flag('Ask for DNSSEC records (DNSSEC OK).', false),
    nsid: flag('Ask which of several machines answers (RFC 5001).', false),
    ecs: Type.Optional(text({ form: 'prefix', check: prefixFault, description: 'Client subnet to claim (RFC 7871).' })),
    cookie: Type.Optional(Type.Boolean({ description: 'Send DNS cookies (RFC 7873).' })),
    padding: Type.Optional(
      integer({ minimum: 1, maximum: 4096, description: 'Pad queries to a multiple of so many bytes (RFC 7830).' }),
    ),
  },
  { default: {}, description: 'EDNS(0), which every query carries.' },
);

const querySchema = section({
  name: name('Name of the query: part of the name of its series.'),
  qname: text({
    form: 'domain name',
    check: qnameFault,
    description:
      'Name to ask for; `{random}` becomes a fresh label for every attempt, `{time}` the Unix time in seconds.',
  }),
  qtype: text({ form: 'type', default: 'A', check: qtypeFault, description: 'Type to ask for, such as A or TYPE65.' }),
  qclass: text({ form: 'class', default: 'IN', check: qclassFault, description: 'Class to ask for.' }),
  rd: flag('Ask for recursion (recursion desired).', true),
  cd: flag('Ask the resolver not to validate (checking disabled).', false),
  edns: ednsSchema,
  expect: expectSchema,
  maxRandomQps: integer({
    minimum: 1,
    maximum: 100_000,
    default: 50,
    description: 'Most queries a second with `{random}` below this parent name, over all resolvers and probes.',
  }),
  control: Type.Optional(dnsEndpoint('An authoritative server of the zone, probed alongside.')),
});

const resolverSchema = section(
  {
    name: name('Name of the resolver: part of the name of its series. `stub` and `stub-…` are reserved.'),
    address: Type.Optional(ipAddress('Address of the resolver; required, but for DoH.')),
    port: Type.Optional(integer({ minimum: 1, maximum: 65535, description: 'Port; default 53 (DoT: 853, DoH: 443).' })),
    transport: Type.Enum(['udp', 'tcp', 'dot', 'doh'], { default: 'udp', description: 'How it is asked.' }),
    tlsName: Type.Optional(
      text({ form: 'host name', check: hostNameFault, description: 'Name in the certificate (DoT, DoH).' }),
    ),
    url: Type.Optional(httpUrl({ httpsOnly: true, description: 'URL of a DoH resolver.' })),
    method: Type.Optional(Type.Enum(['get', 'post'], { description: 'HTTP method of DoH.' })),
    reuse: Type.Enum(['cold', 'warm'], {
      default: 'cold',
      description: 'A new connection for every attempt (cold), or a kept one (warm).',
    }),
    maxAge: Type.Optional(
      duration({ min: '1s', max: '1h', description: 'How long a kept connection lives at most; default 60s.' }),
    ),
    family: Type.Optional(Type.Enum([4, 6], { description: 'IP version; must be that of the address.' })),
    source: Type.Optional(ipAddress('Local address to send from; absent: the kernel chooses.')),
    tcpFallback: flag('On a truncated UDP reply, ask again over TCP within the same timeout.', true),
    maxQps: integer({
      minimum: 1,
      maximum: 100_000,
      default: 200,
      description: 'Most queries a second that this address and port may get, over all probes.',
    }),
  },
  { rule: resolverRule },
);

const stubOptions = {
  attempts: integer({ minimum: 1, maximum: 10, default: 2, description: 'How often the whole list is tried.' }),
  timeout: duration({
    min: '1s',
    max: '60s',
    default: '5s',
    description: 'How long the first resolver is waited for.',
  }),
  rotate: flag('Start with another resolver each time.', false),
  deadline: Type.Optional(
    duration({ min: '1s', max: '600s', description: 'Longest wait; default: the sum of the waits.' }),
  ),
};

const stubSchema = Type.Union(
  [
    section({ name: Type.Optional(stubName()), ...stubOptions }),
    Type.Array(section({ name: stubName(), ...stubOptions }), { minItems: 1 }),
  ],
  {
    description:
      'Adds what a client with this resolver list would have seen, as resolver `stub`; one, or a list of them.',
  },
);

/** One file of `probes/`. */
export const probeSchema = section(
  {
    probe: name('Name of the probe: part of the name of its series.'),
    every: Type.Optional(
      duration({ min: '10ms', max: '1d', description: 'Time between two rounds; this or `schedule` is required.' }),
    ),
    schedule: Type.Optional(
      text({ form: 'cron with seconds', check: cronFault, description: 'Six cron fields in UTC, instead of `every`.' }),
    ),
    timeout: duration({
      min: '1ms',
      max: '60s',
      default: '2s',
      description: 'How long a reply is waited for; may be longer than the time between rounds.',
    }),
    resolvers: Type.Array(resolverSchema, { minItems: 1, description: 'The resolvers that are measured.' }),
    queries: Type.Array(querySchema, { minItems: 1, description: 'What each of them is asked in every round.' }),
    stub: Type.Optional(stubSchema),
  },
  { rule: probeRule },
);

export type ProbeFile = Static<typeof probeSchema>;
export type ResolverEntry = ProbeFile['resolvers'][number];
export type QueryEntry = ProbeFile['queries'][number];

/** The addresses that are asked whether this vantage is on line. */
export const canarySchema = Type.Array(dnsEndpoint('One address.'), {
  uniqueItems: true,
  default: [],
  description:
    'Addresses independent of the measured resolvers, asked to learn whether this vantage itself is on line.',
});

/** The definition of an accepted probe file; members that only later releases can measure are left out. */
export function toProbeDefinition(file: ProbeFile): ProbeDefinition {
  return {
    name: file.probe,
    schedule: scheduleOf(file),
    timeoutMs: durationMs(file.timeout),
    resolvers: file.resolvers.flatMap((entry) => toResolverDefinition(entry) ?? []),
    queries: file.queries.map(toQueryDefinition),
  };
}

/** `null` for a resolver without an address (a DoH one). */
export function toResolverDefinition(entry: ResolverEntry): ResolverDefinition | null {
  const address = entry.address === undefined ? null : canonicalAddress(entry.address);
  if (address === null) return null;
  return {
    name: entry.name,
    address,
    port: entry.port ?? 53,
    transport: entry.transport === 'tcp' ? 'tcp' : 'udp',
    ...(entry.source === undefined ? {} : { source: entry.source }),
    tcpFallback: entry.tcpFallback,
    maxQps: entry.maxQps,
  };
}

function toQueryDefinition(entry: QueryEntry): QueryDefinition {
  const { name: queryName, qname, rd, cd } = entry;
  const { udpSize, do: dnssecOk, nsid } = entry.edns;
  const { aa, ad, ra, tc, rcode, flags, ...expectations } = entry.expect;
  const allFlags = { aa, ad, ra, tc, ...flags };
  const demanded = Object.entries(allFlags).filter(([, flagValue]) => flagValue !== undefined);
  return {
    name: queryName,
    qname,
    qtype: entry.qtype.toUpperCase(),
    qclass: entry.qclass.toUpperCase(),
    rd,
    cd,
    edns: { udpSize, do: dnssecOk, nsid },
    expect: {
      ...expectations,
      rcode: rcode.map(canonicalRcode),
      ...(demanded.length === 0 ? {} : { flags: Object.fromEntries(demanded) }),
    },
  };
}

function canonicalRcode(accepted: string): string {
  return rcodeText(rcodeOf(accepted) ?? 0);
}

function scheduleOf(file: ProbeFile): ProbeSchedule {
  if (file.schedule === undefined) return { kind: 'every', everyMs: durationMs(file.every ?? '') };
  return { kind: 'cron', expression: file.schedule, shortestMs: shortestIntervalMs(file.schedule) };
}

/** The shortest time between two firings of a valid six-field cron expression in UTC. */
export function shortestIntervalMs(expression: string): number {
  const { second = [], minute = [], hour = [] } = validateDetailed(expression).fields ?? {};
  const times = hour
    .flatMap((h) => minute.flatMap((m) => second.map((s) => (h * 60 + m) * 60 + s)))
    .sort((a, b) => a - b);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  const inDayMs = gaps.reduce((least, gap) => Math.min(least, gap), Infinity) * SECOND_MS;
  const first = times[0] ?? 0;
  const overNightMs = (first - (times.at(-1) ?? 0)) * SECOND_MS;
  return Math.min(inDayMs, shortestDaysMs(expression, first * SECOND_MS) + overNightMs);
}

/** The shortest time between two days on which an expression fires, looked for over a cycle of leap years. */
function shortestDaysMs(expression: string, timeOfDayMs: number): number {
  const task = createTask(expression, () => undefined, { timezone: 'UTC' });
  const startMs = Date.UTC(2024, 0, 1) + timeOfDayMs;
  let shortest = Infinity;
  let last: number | null = null;
  for (let day = 0; day < 8 * 366 && shortest > DAY_MS; day++) {
    const timeMs = startMs + day * DAY_MS;
    if (!task.match(new Date(timeMs))) continue;
    if (last !== null) shortest = Math.min(shortest, timeMs - last);
    last = timeMs;
  }
  void task.destroy();
  return shortest;
}

function probeRule(probe: Parameters<SettingRule>[0]): readonly SettingIssue[] {
  const hasEvery = Object.hasOwn(probe, 'every');
  const hasSchedule = Object.hasOwn(probe, 'schedule');
  const both = 'give "every" or "schedule", not both';
  const neither = 'key "every" (such as 5s) or "schedule" is missing: how often the resolvers are asked';
  return [
    ...(hasEvery && hasSchedule ? [{ at: '/schedule', on: 'key' as const, message: both }] : []),
    ...(hasEvery || hasSchedule ? [] : [{ at: '', message: neither }]),
    ...repeatedNames(probe['resolvers'], 'resolvers'),
    ...repeatedNames(probe['queries'], 'queries'),
    ...repeatedNames(probe['stub'], 'stub'),
  ];
}

/** Two members of one name would be two series of one name. */
function repeatedNames(list: unknown, key: string): readonly SettingIssue[] {
  if (!Array.isArray(list)) return [];
  const names = list.map((item: unknown) => (item as { name?: unknown } | null)?.name);
  return names.flatMap((found, index) => {
    if (typeof found !== 'string' || names.indexOf(found) === index) return [];
    const first = `/${key}/${String(names.indexOf(found))}`;
    const message = `two series would have one name: "${found}" is the name of ${first} too`;
    return [{ at: `/${key}/${String(index)}/name`, message }];
  });
}

function resolverRule(resolver: Parameters<SettingRule>[0]): readonly SettingIssue[] {
  const { transport = 'udp', address, family, source } = resolver;
  const issues: SettingIssue[] = [];
  const refuse = (key: string, message: string) => issues.push({ at: `/${key}`, on: 'key', message });
  if (address === undefined && transport !== 'doh')
    issues.push({ at: '', message: 'key "address" is missing: the address of the resolver' });
  if (transport === 'doh' && resolver['url'] === undefined)
    issues.push({ at: '', message: 'key "url" is missing: transport doh needs it' });
  for (const key of ['url', 'method']) {
    if (resolver[key] !== undefined && transport !== 'doh') refuse(key, `key "${key}" is for transport doh only`);
  }
  if (resolver['tlsName'] !== undefined && transport !== 'dot' && transport !== 'doh')
    refuse('tlsName', 'key "tlsName" is for transports dot and doh only');
  if (transport === 'udp' && resolver['reuse'] === 'warm')
    issues.push({ at: '/reuse', message: 'must be cold: transport udp has no connections' });
  issues.push(...stubNameIssue(resolver['name']), ...familyIssues(address, family, source));
  return issues;
}

function stubNameIssue(found: unknown): readonly SettingIssue[] {
  const isReserved = typeof found === 'string' && (found === 'stub' || found.startsWith('stub-'));
  return isReserved
    ? [{ at: '/name', message: `must be another name: "${found}" is reserved for what clients see` }]
    : [];
}

function familyIssues(address: unknown, family: unknown, source: unknown): readonly SettingIssue[] {
  const own = typeof address === 'string' ? addressFamily(address) : null;
  if (own === null) return [];
  const from = typeof source === 'string' ? addressFamily(source) : null;
  const isOtherFamily = (family === 4 || family === 6) && family !== own;
  return [
    ...(isOtherFamily ? [{ at: '/family', message: `must be ${String(own)}: the address is IPv${String(own)}` }] : []),
    ...(from !== null && from !== own
      ? [{ at: '/source', message: `must be an IPv${String(own)} address, as the resolver's is` }]
      : []),
  ];
}

function ttlRule({ min, max }: Parameters<SettingRule>[0]): readonly SettingIssue[] {
  const isEmpty = typeof min === 'number' && typeof max === 'number' && min > max;
  return isEmpty ? [{ at: '/min', message: `must be at most "max" (${String(max)}), found ${String(min)}` }] : [];
}

function expectRule(expect: Parameters<SettingRule>[0]): readonly SettingIssue[] {
  const { flags } = expect;
  const inFlags = typeof flags === 'object' && flags !== null ? flags : {};
  return FLAGS.filter((key) => expect[key] !== undefined && Object.hasOwn(inFlags, key)).map((key) => ({
    at: `/${key}`,
    on: 'key',
    message: `give "${key}" or "flags: { ${key}: … }", not both`,
  }));
}

/** A flag may stand by itself: `ad: true`. */
function shortFlags() {
  const short = (key: string) => Type.Optional(Type.Boolean({ description: `Short for \`flags: { ${key}: … }\`.` }));
  return { aa: short('aa'), ad: short('ad'), ra: short('ra'), tc: short('tc') };
}

function stubName() {
  const rule = 'must be stub, or a name that begins with stub-';
  return text({
    form: 'name',
    check: (found) => (/^stub(-[A-Za-z0-9._-]{1,58})?$/.test(found) ? null : rule),
    description: 'Name of the stub: `stub` or `stub-…`.',
  });
}

function cronFault(found: string): string | null {
  if (found.trim().split(/\s+/).length !== 6)
    return 'must have six cron fields, the first one seconds, such as "*/5 * * * * *"';
  const { errors } = validateDetailed(found);
  const fields = errors.map(({ field, value }) => (value === undefined ? field : `${field} (${value})`));
  return errors.length === 0 ? null : `must be a cron expression that node-cron reads: wrong in ${fields.join(', ')}`;
}

function regexFault(found: string): string | null {
  try {
    RE2JS.compile(found);
    return null;
  } catch (error) {
    return `must be a regular expression in the syntax of RE2 (${(error as Error).message})`;
  }
}

function qnameFault(found: string): string | null {
  const longest = 'x'.repeat(MAX_PLACEHOLDER_LENGTH);
  const example = found.replaceAll('{random}', longest).replaceAll('{time}', longest);
  const stray = /[{}]/.exec(example);
  if (stray !== null) return 'must be a domain name in which only {random} and {time} stand in braces';
  try {
    encodeName(example);
    return null;
  } catch {
    return 'must be a domain name: labels of 1 to 63 bytes, 255 in all ({random} and {time} count 32)';
  }
}

function rcodeFault(found: string): string | null {
  return rcodeOf(found) === null ? 'must be the name of an rcode such as NOERROR, NXDOMAIN or SERVFAIL' : null;
}

function qtypeFault(found: string): string | null {
  if (rrTypeOf(found) === null) return 'must be a record type such as A, AAAA or TYPE65';
  const isTransfer = ['AXFR', 'IXFR', 'OPT', 'TSIG', 'TKEY'].includes(found.toUpperCase());
  return isTransfer ? 'must be a type that a resolver can be asked for' : null;
}

function qclassFault(found: string): string | null {
  return rrClassOf(found) === null ? 'must be a class such as IN or CH' : null;
}

function prefixFault(found: string): string | null {
  const [address = '', length = '', ...rest] = found.split('/');
  const bits = addressFamily(address) === 4 ? 32 : addressFamily(address) === 6 ? 128 : -1;
  const isPrefix = rest.length === 0 && /^[0-9]{1,3}$/.test(length) && Number(length) <= bits;
  return isPrefix ? null : 'must be an address prefix such as 192.0.2.0/24 or 2001:db8::/48';
}

function hostNameFault(found: string): string | null {
  return /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/.test(found)
    ? null
    : 'must be a host name such as dns.example.org';
}
