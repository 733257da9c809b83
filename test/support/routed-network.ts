import { execFileSync, spawnSync } from 'node:child_process';

/** Network namespaces need root and iproute2. */
export const canMakeNamespaces = process.getuid?.() === 0 && spawnSync('ip', ['netns', 'list']).status === 0;

/** A host and its router, each in a network namespace of its own and reaching nothing else. */
export interface RoutedNetwork {
  /** Puts a program into the host. */
  readonly wrapper: readonly string[];
  close(): void;
}

/** Addresses behind the router, by what it does with datagrams for them. */
export const BEHIND_ROUTER = {
  'net unreachable': { v4: '203.0.113.1', v6: '2001:db8:3::1' },
  'host unreachable': { v4: '198.51.100.1', v6: '2001:db8:2::1' },
  'administratively prohibited': { v4: '198.51.100.2', v6: '2001:db8:2::2' },
  'port unreachable': { v4: '198.51.100.3', v6: '2001:db8:2::3' },
  silence: { v4: '198.51.100.4', v6: '2001:db8:2::4' },
} as const;

/** Addresses to which the host itself has no way, by what its kernel says to a connect. */
export const WITHOUT_ROUTE = {
  ENETUNREACH: { v4: '192.0.2.200', v6: '2001:db8:ffff::1' },
  EHOSTUNREACH: { v4: '198.18.0.1', v6: '2001:db8:fffe::1' },
  EACCES: { v4: '198.18.0.2', v6: '2001:db8:fffe::2' },
} as const;

/**
 * The host's IPv4 addresses. Linux as a router complains to each address of five datagrams at once
 * and of one a second from then on, and lets nobody but the whole machine change that.
 */
export const HOST_ADDRESSES: readonly string[] = Array.from({ length: 32 }, (_, i) => `192.0.2.${String(i + 10)}`);

let made = 0;

export function makeRoutedNetwork(): RoutedNetwork {
  const name = `slo-${String(process.pid)}-${String(++made)}`;
  const [host, router] = [`${name}-host`, `${name}-router`];
  const network = {
    wrapper: ['ip', 'netns', 'exec', host],
    close: () => [host, router].forEach((each) => spawnSync('ip', ['netns', 'delete', each])),
  };
  try {
    for (const line of commands(host, router)) execFileSync('ip', line.split(' '), { stdio: 'pipe' });
    return network;
  } catch (error) {
    network.close();
    throw error;
  }
}

function commands(host: string, router: string): string[] {
  const sysctl = (setting: string): string => `netns exec ${router} sysctl -qw ${setting}`;
  return [
    `netns add ${host}`,
    `netns add ${router}`,
    `link add link0 netns ${host} type veth peer name link0 netns ${router}`,
    ...['net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1'].map(sysctl),
    ...['net.ipv4.icmp_ratelimit=0', 'net.ipv6.icmp.ratelimit=0'].map(sysctl),
    ...linked(router, '1'),
    ...linked(host, '2'),
    ...HOST_ADDRESSES.map((address) => `-n ${host} address add ${address}/25 dev link0`),
    `-n ${router} link set lo up`,
    ...routes(router, 'unreachable', BEHIND_ROUTER['host unreachable']),
    ...routes(router, 'prohibit', BEHIND_ROUTER['administratively prohibited']),
    ...routes(router, 'blackhole', BEHIND_ROUTER.silence),
    `-n ${router} address add ${BEHIND_ROUTER['port unreachable'].v4}/32 dev lo`,
    `-n ${router} address add ${BEHIND_ROUTER['port unreachable'].v6}/128 dev lo nodad`,
    ...['198.51.100.0/24', '203.0.113.0/24'].map((net) => `-n ${host} route add ${net} via 192.0.2.1`),
    ...['2001:db8:2::/64', '2001:db8:3::/64'].map((net) => `-n ${host} route add ${net} via 2001:db8:1::1`),
    ...routes(host, 'unreachable', WITHOUT_ROUTE.EHOSTUNREACH),
    ...routes(host, 'prohibit', WITHOUT_ROUTE.EACCES),
  ];
}

function linked(namespace: string, number: string): string[] {
  return [
    `-n ${namespace} address add 192.0.2.${number}/25 dev link0`,
    `-n ${namespace} address add 2001:db8:1::${number}/64 dev link0 nodad`,
    `-n ${namespace} link set link0 up`,
  ];
}

function routes(namespace: string, kind: string, { v4, v6 }: { readonly v4: string; readonly v6: string }): string[] {
  return [v4, v6].map((address) => `-n ${namespace} route add ${kind} ${address}`);
}
