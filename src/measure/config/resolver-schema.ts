import { type Static, Type } from 'typebox';

import { addressFamily } from '../../domain/ip-address.js';
import {
  duration,
  flag,
  httpUrl,
  integer,
  ipAddress,
  name,
  section,
  type SettingIssue,
  type SettingRule,
  text,
} from '../../domain/setting.js';

/** Who is asked, and how. */
export const resolverSchema = section(
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

export type ResolverEntry = Static<typeof resolverSchema>;

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

function hostNameFault(found: string): string | null {
  return /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/.test(found)
    ? null
    : 'must be a host name such as dns.example.org';
}
