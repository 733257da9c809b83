import { Type } from 'typebox';

import { addressFamily } from '../../domain/ip-address.js';
import { flag, integer, section, text } from '../../domain/setting.js';

/** What a query says by EDNS(0). */
export const ednsSchema = section(
  {
    udpSize: integer({
      minimum: 512,
      maximum: 65535,
      default: 1232,
      description: 'Largest UDP reply asked for, in bytes.',
    }),
    do: flag('Ask for DNSSEC records (DNSSEC OK).', false),
    nsid: flag(
      'Ask which of several machines answers (RFC 5001), so that a failing one behind one address can be named.',
      true,
    ),
    ecs: Type.Optional(text({ form: 'prefix', check: prefixFault, description: 'Client subnet to claim (RFC 7871).' })),
    cookie: flag('Send a DNS cookie (RFC 7873).', false),
    padding: Type.Optional(
      integer({ minimum: 1, maximum: 4096, description: 'Pad queries to a multiple of so many bytes (RFC 7830).' }),
    ),
  },
  { default: {}, description: 'EDNS(0), which every query carries.' },
);

export function prefixFault(found: string): string | null {
  const [address = '', length = '', ...rest] = found.split('/');
  const bits = addressFamily(address) === 4 ? 32 : addressFamily(address) === 6 ? 128 : -1;
  const isPrefix = rest.length === 0 && /^[0-9]{1,3}$/.test(length) && Number(length) <= bits;
  return isPrefix ? null : 'must be an address prefix such as 192.0.2.0/24 or 2001:db8::/48';
}
