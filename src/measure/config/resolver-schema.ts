import { type Static, Type } from 'typebox';

import { duration, flag, httpUrl, integer, ipAddress, name, section, text } from '../../domain/setting.js';
import { resolverRule } from './resolver-rule.js';

/** Who is asked, and how. */
export const resolverSchema = section(
  {
    name: name('Name of the resolver: part of the name of its series; `stub`, `stub-…` and `control` are reserved.'),
    address: Type.Optional(
      ipAddress('Address of the resolver; DoH: may be left out if the host of the URL is an address.'),
    ),
    port: Type.Optional(
      integer({
        minimum: 1,
        maximum: 65535,
        description: 'Port; default 53 (DoT: 853; DoH: that of the URL, else 443).',
      }),
    ),
    transport: Type.Enum(['udp', 'tcp', 'dot', 'doh'], { default: 'udp', description: 'How it is asked.' }),
    tlsName: Type.Optional(
      text({
        form: 'host name',
        check: hostNameFault,
        description: 'Name that the certificate must bear; default: the address (DoT), the host of the URL (DoH).',
      }),
    ),
    url: Type.Optional(
      httpUrl({ httpsOnly: true, description: 'URL of a DoH resolver, asked over HTTP/2; its host is not looked up.' }),
    ),
    method: Type.Optional(Type.Enum(['get', 'post'], { description: 'HTTP method of DoH; default post.' })),
    reuse: Type.Enum(['cold', 'warm'], {
      default: 'cold',
      description: 'TCP, DoT, DoH: a new connection for every attempt (cold), or a kept one (warm).',
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
      description: 'Most queries a second that this address and port may get, over all probes and stubs.',
    }),
  },
  { rule: resolverRule },
);

export type ResolverEntry = Static<typeof resolverSchema>;

export function hostNameFault(found: string): string | null {
  return /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/.test(found)
    ? null
    : 'must be a host name such as dns.example.org';
}
