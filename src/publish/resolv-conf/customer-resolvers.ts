import { Type } from 'typebox';

import { canonicalAddress, unaskableFault } from '../../domain/ip-address.js';
import { section, type SettingIssue, type SettingRule, text } from '../../domain/setting.js';

/** A resolver as customers write it into their configuration: the only addresses that the site ever shows. */
export interface CustomerResolver {
  readonly name: string;
  /** An IPv4 or IPv6 address literal in its usual form. */
  readonly address: string;
}

/** `http.public.resolvers`. */
export const customerResolversSetting = Type.Optional(
  Type.Array(
    section({
      name: text({ maxLength: 60, check: lineFault, description: 'What customers know it by.' }),
      address: text({ form: 'address', check: addressFault, description: 'IPv4 or IPv6 address that customers ask.' }),
    }),
    {
      minItems: 1,
      maxItems: 8,
      description:
        'Resolvers that customers are to use, in order of preference: what the snippets at `/resolv-conf` hold, and the only addresses that the site shows. glibc reads the first three. Absent: the snippets hold placeholders.',
    },
  ),
);

/** No address stands there twice. */
export const customerResolversRule: SettingRule = ({ resolvers }) => {
  if (!Array.isArray(resolvers)) return [];
  const addresses = resolvers.map(canonicalAddressOf);
  return addresses.flatMap((address, index): readonly SettingIssue[] => {
    const first = addresses.indexOf(address);
    if (address === null || first === index) return [];
    const message = `must be an address that is not there yet: ${address} is that of /resolvers/${String(first)} too`;
    return [{ at: `/resolvers/${String(index)}/address`, message }];
  });
};

export function toCustomerResolvers(accepted: readonly CustomerResolver[] | undefined): readonly CustomerResolver[] {
  return (accepted ?? []).map(({ name, address }) => ({ name, address: canonicalAddress(address) ?? address }));
}

function canonicalAddressOf(item: unknown): string | null {
  const address = (item as { address?: unknown } | null)?.address;
  return typeof address === 'string' ? canonicalAddress(address) : null;
}

function addressFault(found: string): string | null {
  if (canonicalAddress(found) !== null) return unaskableFault(found);
  return 'must be an IPv4 or IPv6 address without a port or scope id, such as 192.0.2.53';
}

/** It stands in a comment of files to copy: what broke the line would be a setting of its own. */
function lineFault(found: string): string | null {
  return /^[^\p{C}\p{Zl}\p{Zp}]+$/u.test(found) ? null : 'must be one line of text without control characters';
}
