import { MAX_NAMESERVERS } from '../../domain/stub-schedule.js';
import type { CustomerResolver } from './customer-resolvers.js';
import { optionsText, TUNED } from './setups.js';

/** A file to copy. */
export interface Snippet {
  readonly kind: 'resolvConf' | 'resolved' | 'unbound';
  /** The same in every language. */
  readonly title: string;
  readonly path: string;
  readonly text: string;
}

/** Stand where addresses would, if the operator had named any: no resolver takes them for some. */
export const PLACEHOLDERS: readonly CustomerResolver[] = [
  { name: 'RESOLVER-1', address: 'RESOLVER-1' },
  { name: 'RESOLVER-2', address: 'RESOLVER-2' },
];

/** Never empty lists: see `PLACEHOLDERS`. */
export function snippetsFor(resolvers: readonly CustomerResolver[]): readonly Snippet[] {
  return [
    {
      kind: 'resolvConf',
      title: 'resolv.conf',
      path: '/etc/resolv.conf',
      text: resolvConf(resolvers.slice(0, MAX_NAMESERVERS)),
    },
    {
      kind: 'resolved',
      title: 'systemd-resolved',
      path: '/etc/systemd/resolved.conf.d/resolvers.conf',
      text: resolved(resolvers),
    },
    { kind: 'unbound', title: 'Unbound', path: '/etc/unbound/unbound.conf.d/forward.conf', text: unbound(resolvers) },
  ];
}

/** resolv.conf(5): a comment is a line that begins with `#`; what follows an address would be part of the line. */
function resolvConf(resolvers: readonly CustomerResolver[]): string {
  const servers = resolvers.flatMap((resolver) => [...commentOf(resolver, ''), `nameserver ${resolver.address}`]);
  return lines([...servers, optionsText(TUNED)]);
}

/** resolved.conf(5): `~.` makes these servers preferred for every name. */
function resolved(resolvers: readonly CustomerResolver[]): string {
  const comments = resolvers.flatMap((resolver) => commentOf(resolver, ''));
  return lines(['[Resolve]', ...comments, `DNS=${resolvers.map(({ address }) => address).join(' ')}`, 'Domains=~.']);
}

/** unbound.conf(5). */
function unbound(resolvers: readonly CustomerResolver[]): string {
  return lines([
    'server:',
    '    prefetch: yes',
    '    serve-expired: yes',
    '',
    'forward-zone:',
    '    name: "."',
    ...resolvers.flatMap((resolver) => [...commentOf(resolver, '    '), `    forward-addr: ${resolver.address}`]),
  ]);
}

function commentOf({ name, address }: CustomerResolver, indent: string): readonly string[] {
  return name === address ? [] : [`${indent}# ${name}`];
}

function lines(texts: readonly string[]): string {
  return `${texts.join('\n')}\n`;
}
