import { formatEndpoint, parseEndpoint } from '../domain/endpoint.js';
import { addressFamily, canonicalAddress, unaskableFault } from '../domain/ip-address.js';
import type { DnsEndpoint, DohDefinition, ResolverDefinition, Transport } from '../domain/probe-definition.js';
import { DOH_PORT, readDohUrl } from '../measure/config/doh-url.js';
import { hostNameFault } from '../measure/config/resolver-schema.js';
import type { ProbeFlags } from './probe-flags.js';
import { readInteger, readList, UsageError } from './probe-values.js';

/** What the flags say about resolvers. */
export type ResolverFlags = Pick<
  ProbeFlags,
  'transport' | 'port' | 'tlsName' | 'address' | 'method' | 'warm' | 'source' | 'tcpFallback'
>;

/**
 * The resolvers of `RESOLVER[,RESOLVER…]`, each `[TRANSPORT:]ADDRESS[:PORT][#TLS-NAME]` or an https
 * URL, and each once per transport where it names none itself. Throws `UsageError`.
 */
export function probeResolvers(text: string, flags: ResolverFlags, maxQps: number): readonly ResolverDefinition[] {
  const transports = readTransports(flags.transport ?? 'udp');
  const parts = readList(text);
  const addresses = readAddresses(flags.address, parts.filter(isUrl).length);
  let urls = 0;
  const targets = parts.flatMap((part) =>
    isUrl(part) ? [readUrl(part, addresses[urls++] ?? null, flags)] : readTarget(part, transports, flags),
  );
  requireOnePort(targets, flags.port);
  const resolvers = targets.map((target) => resolverOf(target, flags, maxQps));
  requireUse(resolvers, flags);
  return resolvers;
}

/** How people write it: the URL, or the transport before the address where it is not udp. */
function resolverLabel({ transport, address, port, doh }: ResolverDefinition): string {
  if (transport === 'doh' && doh !== undefined) return `https://${doh.authority}${doh.path}`;
  const endpoint = formatEndpoint(address, port);
  return transport === 'udp' ? endpoint : `${transport}:${endpoint}`;
}

interface Target extends DnsEndpoint {
  readonly transport: Transport;
  readonly tlsName: string | null;
  /** Only of a URL. */
  readonly http: Pick<DohDefinition, 'authority' | 'path'> | null;
}

const TRANSPORTS: readonly Transport[] = ['udp', 'tcp', 'dot', 'doh'];
const PORTS: Readonly<Record<Transport, number>> = { udp: 53, tcp: 53, dot: 853, doh: DOH_PORT };

function readTransports(text: string): readonly Transport[] {
  return readList(text).map((name) => {
    const transport = TRANSPORTS.find((known) => known === name.toLowerCase());
    if (transport !== undefined) return transport;
    throw new UsageError(`--transport must be udp, tcp, dot or doh, found "${name}"`);
  });
}

function isUrl(text: string): boolean {
  return /^https?:/i.test(text);
}

/** One address for all URLs, or one for each; canonical. */
function readAddresses(text: string | undefined, urls: number): readonly string[] {
  if (text === undefined || urls === 0) return [];
  const addresses = readList(text).map((one) => {
    const address = canonicalAddress(one);
    if (address !== null) return requireAskable('--address', address);
    throw new UsageError(`--address must be an IPv4 or IPv6 address, found "${one}"`);
  });
  if (addresses.length === urls) return addresses;
  if (addresses.length === 1) return new Array<string>(urls).fill(addresses[0] ?? '');
  throw new UsageError(`--address must name one address, or one for each URL, found ${String(addresses.length)}`);
}

function readTarget(text: string, transports: readonly Transport[], flags: ResolverFlags): readonly Target[] {
  const [, prefix, rest = text] = /^(udp|tcp|dot|doh):(.+)$/i.exec(text) ?? [];
  const [, endpoint = rest, tlsName = null] = /^(.*)#(.*)$/.exec(rest) ?? [];
  const own = prefix === undefined ? transports : readTransports(prefix);
  requireCommonPort(endpoint, own);
  return own.map((transport) => ({
    transport,
    ...readEndpoint(endpoint, transport, flags.port),
    tlsName: tlsName === null ? null : readTlsName('the name behind #', tlsName),
    http: null,
  }));
}

function readEndpoint(text: string, transport: Transport, portText: string | undefined): DnsEndpoint {
  const port = portText === undefined ? PORTS[transport] : readPort(portText);
  const endpoint = parseEndpoint(text, port);
  if (endpoint === null) {
    requirePortInRange(text);
    throw new UsageError(
      `RESOLVER must be an IPv4 or IPv6 address such as 192.0.2.53, or an https URL, found "${text}"`,
    );
  }
  if (portText !== undefined && endpoint.port !== port) throw portTwice(endpoint.port, portText);
  requireAskable('RESOLVER', endpoint.address);
  return endpoint;
}

function requireAskable(what: string, address: string): string {
  const fault = unaskableFault(address);
  if (fault === null) return address;
  throw new UsageError(`${what} ${fault}, found "${address}"`);
}

/** What is an address but for its port. */
function requirePortInRange(text: string): void {
  const [, host = '', port = ''] = /^(.+):(\d+)$/.exec(text) ?? [];
  if (parseEndpoint(`${host}:1`, 1) === null) return;
  throw new UsageError(`the port of RESOLVER must be a whole number from 1 to 65535, found "${port}" in "${text}"`);
}

/** One port cannot be that of DNS and of DoT: what speaks the one does not speak the other. */
function requireCommonPort(endpoint: string, transports: readonly Transport[]): void {
  const given = parseEndpoint(endpoint, 0);
  if (given !== null && given.port !== 0) requireAlike(given, transports);
}

/** The same of the port that is given for all. */
function requireOnePort(targets: readonly Target[], portText: string | undefined): void {
  const [first] = targets;
  if (first === undefined || portText === undefined) return;
  const transports = targets.map(({ transport }) => transport);
  requireAlike({ address: first.address, port: readPort(portText) }, transports);
}

function requireAlike({ address, port }: DnsEndpoint, transports: readonly Transport[]): void {
  const unlike = transports.filter((transport) => PORTS[transport] !== PORTS[transports[0] ?? transport]);
  if (unlike.length === 0) return;
  const names = [...new Set(transports)];
  const example = names.map((name) => {
    const isFirst = PORTS[name] === PORTS[transports[0] ?? name];
    const written = formatEndpoint(address, isFirst ? port : PORTS[name]);
    return name === 'udp' ? written : `${name}:${written}`;
  });
  throw new UsageError(
    `port ${String(port)} cannot be that of ${names.join(', ')} alike: give each its own, as in ${example.join(',')}`,
  );
}

function readUrl(text: string, address: string | null, flags: ResolverFlags): Target {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isWhole = url?.protocol === 'https:' && url.username === '' && url.password === '' && url.hash === '';
  if (url === null || !isWhole) {
    throw new UsageError(`RESOLVER must be an https URL such as https://dns.example.org/dns-query, found "${text}"`);
  }
  if (flags.transport !== undefined && flags.transport.toLowerCase() !== 'doh') {
    throw new UsageError(`--transport must be doh for a URL, found "${flags.transport}"`);
  }
  const { address: literal, port: own, authority, path } = readDohUrl(text);
  if (own !== null && flags.port !== undefined && own !== readPort(flags.port)) throw portTwice(own, flags.port);
  const port = own ?? readPort(flags.port ?? String(DOH_PORT));
  const http = { authority: own === null ? withPort(authority, port) : authority, path };
  return { transport: 'doh', address: address ?? requireLiteral(literal, authority), port, tlsName: null, http };
}

function withPort(host: string, port: number): string {
  return port === DOH_PORT ? host : `${host}:${String(port)}`;
}

function requireLiteral(literal: string | null, authority: string): string {
  if (literal !== null) return requireAskable('the host of the URL', literal);
  throw new UsageError(`--address must say the address of ${authority}: host names are not looked up`);
}

function resolverOf(target: Target, flags: ResolverFlags, maxQps: number): ResolverDefinition {
  const { transport, address, port, http } = target;
  const named = target.tlsName ?? (flags.tlsName === undefined ? null : readTlsName('--tls-name', flags.tlsName));
  const isTls = transport === 'dot' || transport === 'doh';
  const source = readSource(flags.source, address);
  const resolver = {
    address,
    port,
    transport,
    tcpFallback: flags.tcpFallback,
    maxQps,
    ...(source === null ? {} : { source }),
    ...(transport === 'udp' ? {} : { reuse: flags.warm === true ? ('warm' as const) : ('cold' as const) }),
    ...(isTls && named !== null ? { tlsName: named } : {}),
    ...(transport === 'doh' ? { doh: dohOf(target, named, http, flags) } : {}),
  };
  const shown = transport === 'dot' && named !== null ? `#${named}` : '';
  return { name: `${resolverLabel({ name: '', ...resolver })}${shown}`, ...resolver };
}

/** An address alone stands for the path that RFC 8484 §4.1.1 uses and everybody took over. */
function dohOf(
  { address, port }: DnsEndpoint,
  named: string | null,
  http: Target['http'],
  flags: ResolverFlags,
): DohDefinition {
  const host = named ?? (addressFamily(address) === 6 ? `[${address}]` : address);
  const assumed = { authority: withPort(host, port), path: '/dns-query' };
  return { ...(http ?? assumed), method: flags.method === 'get' ? 'get' : 'post' };
}

/** A flag that would do nothing is a mistake. */
function requireUse(resolvers: readonly ResolverDefinition[], flags: ResolverFlags): void {
  const transports = new Set(resolvers.map(({ transport }) => transport));
  const needs = (flag: string, isGiven: boolean, by: readonly Transport[]) => {
    if (!isGiven || by.some((transport) => transports.has(transport))) return;
    throw new UsageError(`${flag} is for ${by.join(', ')} only`);
  };
  needs('--tls-name', flags.tlsName !== undefined, ['dot', 'doh']);
  needs('--address', flags.address !== undefined, ['doh']);
  needs('--method', flags.method !== undefined, ['doh']);
  needs('--warm', flags.warm === true, ['tcp', 'dot', 'doh']);
  const names = resolvers.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new UsageError(`RESOLVER must name each resolver once, found ${twice} twice`);
}

function readSource(text: string | undefined, address: string): string | null {
  if (text === undefined) return null;
  const source = canonicalAddress(text);
  if (source !== null && addressFamily(source) === addressFamily(address)) return source;
  const family = String(addressFamily(address));
  throw new UsageError(`--source must be an IPv${family} address, as the resolver ${address} is, found "${text}"`);
}

function readTlsName(what: string, text: string): string {
  const fault = canonicalAddress(text) === null ? hostNameFault(text) : null;
  if (fault === null) return text;
  throw new UsageError(`${what} ${fault}, found "${text}"`);
}

function readPort(text: string): number {
  return readInteger('--port', text, 1, 65_535);
}

function portTwice(found: number | string, flag: string): UsageError {
  return new UsageError(`the port must be given once, found ${String(found)} and --port ${flag}`);
}
