import { addressFamily, canonicalAddress, unaskableFault } from '../../domain/ip-address.js';
import { CONTROL_RESOLVER, isSelectedByNameOnly } from '../../domain/series.js';
import type { SettingIssue, SettingRule } from '../../domain/setting.js';
import { readDohUrl, type DohUrl } from './doh-url.js';

type Entry = Parameters<SettingRule>[0];

/** What the keys of a resolver demand of each other. */
export function resolverRule(resolver: Entry): readonly SettingIssue[] {
  return [
    ...reservedName(resolver['name']),
    ...foreignKeys(resolver),
    ...missingKeys(resolver),
    ...reuseIssues(resolver),
    ...urlIssues(resolver),
    ...unaskableIssues(resolver),
    ...familyIssues(resolver),
  ];
}

function reservedName(found: unknown): readonly SettingIssue[] {
  if (typeof found !== 'string' || !isSelectedByNameOnly(found)) return [];
  const what = found === CONTROL_RESOLVER ? 'the servers that `control` of a query names' : 'what clients see';
  return [{ at: '/name', message: `must be another name: "${found}" is reserved for ${what}` }];
}

/** Keys that only some transports have. */
const TRANSPORTS_OF: Readonly<Record<string, readonly string[]>> = {
  url: ['doh'],
  method: ['doh'],
  tlsName: ['dot', 'doh'],
  tcpFallback: ['udp'],
  maxAge: ['tcp', 'dot', 'doh'],
};

function foreignKeys(resolver: Entry): readonly SettingIssue[] {
  const transport = transportOf(resolver);
  if (transport === null) return [];
  return Object.entries(TRANSPORTS_OF)
    .filter(([key, transports]) => resolver[key] !== undefined && !transports.includes(transport))
    .map(([key, transports]) => {
      const plural = transports.length === 1 ? 'transport' : 'transports';
      return { at: `/${key}`, on: 'key', message: `key "${key}" is for ${plural} ${listed(transports)} only` };
    });
}

function missingKeys(resolver: Entry): readonly SettingIssue[] {
  const isDoh = transportOf(resolver) === 'doh';
  const missing = (key: string, why: string): readonly SettingIssue[] =>
    resolver[key] === undefined ? [{ at: '', message: `key "${key}" is missing: ${why}` }] : [];
  if (!isDoh) return missing('address', 'the address of the resolver');
  if (resolver['url'] === undefined) return missing('url', 'transport doh needs it');
  const url = urlOf(resolver);
  // A name would have to be looked up, and by whom if not by the resolvers that are measured?
  return url?.address === null
    ? missing('address', `the host of the URL, ${url.authority}, is not looked up; give its address`)
    : [];
}

function reuseIssues(resolver: Entry): readonly SettingIssue[] {
  const transport = transportOf(resolver);
  const { reuse, maxAge } = resolver;
  if (transport === 'udp' && reuse === 'warm')
    return [{ at: '/reuse', message: 'must be cold: transport udp has no connections' }];
  const isKept = reuse === 'warm' || transport === 'udp' || transport === null;
  return maxAge === undefined || isKept
    ? []
    : [{ at: '/maxAge', on: 'key', message: 'key "maxAge" is for kept connections: give "reuse: warm" too' }];
}

function urlIssues(resolver: Entry): readonly SettingIssue[] {
  const url = urlOf(resolver);
  if (url === null) return [];
  const { port } = resolver;
  const address = typeof resolver['address'] === 'string' ? canonicalAddress(resolver['address']) : null;
  const issues: SettingIssue[] = [];
  if (/[{}]|%7b|%7d/i.test(url.path))
    issues.push({ at: '/url', message: 'must be a URL without a template: leave out {?dns}' });
  if (url.port !== null && typeof port === 'number' && port !== url.port)
    issues.push({ at: '/port', message: `must be ${String(url.port)}, as in the URL, or be left out` });
  if (url.address !== null && address !== null && address !== url.address)
    issues.push({ at: '/address', message: `must be ${url.address}, as in the URL, or be left out` });
  return issues;
}

function unaskableIssues(resolver: Entry): readonly SettingIssue[] {
  const { address } = resolver;
  const host = urlOf(resolver)?.address ?? null;
  const own = typeof address === 'string' ? unaskableFault(address) : null;
  const fault = host === null ? null : unaskableFault(host);
  return [
    ...(own === null ? [] : [{ at: '/address', message: `${own}, found "${String(address)}"` }]),
    ...(fault === null ? [] : [{ at: '/url', message: `its host ${fault}, found "${String(host)}"` }]),
  ];
}

function familyIssues(resolver: Entry): readonly SettingIssue[] {
  const { address, family, source } = resolver;
  const own = familyOf(address) ?? familyOf(urlOf(resolver)?.address);
  if (own === null) return [];
  const from = familyOf(source);
  const isOtherFamily = (family === 4 || family === 6) && family !== own;
  return [
    ...(isOtherFamily ? [{ at: '/family', message: `must be ${String(own)}: the address is IPv${String(own)}` }] : []),
    ...(from !== null && from !== own
      ? [{ at: '/source', message: `must be an IPv${String(own)} address, as the resolver's is` }]
      : []),
  ];
}

/** `null` where it is not one that is known: that is reported elsewhere. */
function transportOf({ transport = 'udp' }: Entry): string | null {
  return typeof transport === 'string' && ['udp', 'tcp', 'dot', 'doh'].includes(transport) ? transport : null;
}

function urlOf(resolver: Entry): DohUrl | null {
  const { url } = resolver;
  const isUrl = typeof url === 'string' && URL.canParse(url) && new URL(url).protocol === 'https:';
  return isUrl && transportOf(resolver) === 'doh' ? readDohUrl(url) : null;
}

function familyOf(address: unknown): 4 | 6 | null {
  return typeof address === 'string' ? addressFamily(address) : null;
}

function listed(words: readonly string[]): string {
  return words.length === 1 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}
