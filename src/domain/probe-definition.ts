/** One file of `probes/`, validated: a set of resolvers, a set of queries and a schedule. */
export interface ProbeDefinition {
  readonly name: string;
  readonly schedule: ProbeSchedule;
  /** Every send is moved by up to this much, earlier or later; absent: none is. */
  readonly jitterMs?: number;
  readonly timeoutMs: number;
  readonly resolvers: readonly ResolverDefinition[];
  readonly queries: readonly QueryDefinition[];
  /** Clients whose resolv.conf lists these resolvers; absent: none. */
  readonly stubs?: readonly StubDefinition[];
}

export type ProbeSchedule =
  | { readonly kind: 'every'; readonly everyMs: number }
  /** Six-field cron, seconds first, in UTC; `shortestMs` is the shortest time between two of its firings. */
  | { readonly kind: 'cron'; readonly expression: string; readonly shortestMs: number };

/** Time between two rounds (the shortest, where they are uneven), in milliseconds. */
export function roundMs(schedule: ProbeSchedule): number {
  return schedule.kind === 'every' ? schedule.everyMs : schedule.shortestMs;
}

/** Looks up the time between two rounds of a probe by its name; `null` for one that is not among these. */
export function roundMsByName(probes: readonly ProbeDefinition[]): (probe: string) => number | null {
  const rounds = new Map(probes.map(({ name, schedule }) => [name, roundMs(schedule)]));
  return (probe) => rounds.get(probe) ?? null;
}

export type Transport = 'udp' | 'tcp' | 'dot' | 'doh';

export interface ResolverDefinition {
  readonly name: string;
  /** An IPv4 or IPv6 address literal. */
  readonly address: string;
  readonly port: number;
  readonly transport: Transport;
  /** Local address to send from; absent: the kernel chooses. */
  readonly source?: string;
  /** On a truncated UDP reply, ask again over TCP within the same timeout. */
  readonly tcpFallback: boolean;
  /** Most queries a second that this address and port may get, over all probes and stubs. */
  readonly maxQps: number;
  /** Of a stream: a new connection for every attempt (the default), or a kept one. */
  readonly reuse?: 'cold' | 'warm';
  /** How long a kept connection lives at most; absent: 60 s. */
  readonly maxAgeMs?: number;
  /** Name that the certificate must bear (DoT, DoH); absent: the URL's host (DoH), or the address (DoT). */
  readonly tlsName?: string;
  /** Only of transport `doh`. */
  readonly doh?: DohDefinition;
}

/** The HTTP part of a DoH resolver (RFC 8484), from its URL. */
export interface DohDefinition {
  /** Host, and the port if it is not 443: what `:authority` says. */
  readonly authority: string;
  /** Path with a query string, if the URL has one. */
  readonly path: string;
  readonly method: 'get' | 'post';
}

/** How a client goes through its list of resolvers (resolv.conf(5) of glibc). */
export interface StubDefinition {
  /** `stub` or `stub-…`: the resolver of its series. */
  readonly name: string;
  /** Names of the resolvers in its list, in that order; absent: all that are asked over UDP. */
  readonly resolvers?: readonly string[];
  /** How often the whole list is tried. */
  readonly attempts: number;
  /** How long the first resolver is waited for, in whole seconds. */
  readonly timeoutMs: number;
  /** Start with another resolver each time. */
  readonly rotate: boolean;
  /** Longest wait; `null`: the sum of the waits. */
  readonly deadlineMs: number | null;
}

/**
 * The resolvers in a stub's list, in its order: of the probe's those that it names, all of them where it
 * names none. A resolv.conf knows no others than those asked over UDP.
 */
export function resolversOfStub(
  { resolvers }: Pick<ProbeDefinition, 'resolvers'>,
  { resolvers: names }: Pick<StubDefinition, 'resolvers'>,
): readonly ResolverDefinition[] {
  const asked = resolvers.filter(({ transport }) => transport === 'udp');
  return names?.flatMap((name) => asked.find((resolver) => resolver.name === name) ?? []) ?? asked;
}

export interface QueryDefinition {
  readonly name: string;
  /** May hold `{random}`: a fresh label for every attempt. */
  readonly qname: string;
  readonly qtype: string;
  readonly qclass: string;
  readonly rd: boolean;
  readonly cd: boolean;
  readonly edns: EdnsDefinition;
  readonly expect: Expectation;
  /** Ask with letters in random case, and demand them back (draft-vixie-dnsext-dns0x20). */
  readonly mixedCase?: boolean;
  /** Most queries a second with `{random}` below this parent name, over all resolvers and probes; absent: 50. */
  readonly maxRandomQps?: number;
  /** An authoritative server of the zone, asked alongside. */
  readonly control?: DnsEndpoint;
}

export interface EdnsDefinition {
  readonly udpSize: number;
  readonly do: boolean;
  readonly nsid: boolean;
  /** Client subnet to claim, `192.0.2.0/24` (RFC 7871). */
  readonly ecs?: string;
  /** Send a DNS cookie (RFC 7873). */
  readonly cookie?: boolean;
  /** Pad queries to a multiple of so many bytes (RFC 7830). */
  readonly padding?: number;
}

/** What a reply must hold to be `answered`; keys that are absent demand nothing. */
export interface Expectation {
  /** Names of acceptable rcodes (`NOERROR`, `NXDOMAIN`, `BADVERS` …). */
  readonly rcode: readonly string[];
  readonly minAnswers?: number;
  /** The answer section's data, as a set, must be exactly this. */
  readonly answers?: readonly string[];
  /** At least one of these must be among the answer section's data. */
  readonly answersAny?: readonly string[];
  /** At least one datum of the answer section must match one of these (linear-time syntax of RE2). */
  readonly answersRegex?: readonly string[];
  /** Data that the authority section must hold. */
  readonly authority?: readonly string[];
  /** Data that the additional section must hold. */
  readonly additional?: readonly string[];
  readonly flags?: Readonly<Partial<Record<'aa' | 'ad' | 'ra' | 'tc', boolean>>>;
  /** Bounds of the TTL of every answer record, in seconds. */
  readonly ttl?: { readonly min?: number; readonly max?: number };
  /** The NSID option's text must be exactly one of these. */
  readonly nsid?: readonly string[];
  /** Extended DNS Errors (RFC 8914): one of these info codes must be present. */
  readonly ede?: readonly number[];
}

/** A DNS responder's address, as in `bootstrap` and `canary`. */
export interface DnsEndpoint {
  readonly address: string;
  readonly port: number;
}

/** Everything the prober needs to know; plain data, so that it can be sent to its thread. */
export interface MeasurePlan {
  readonly vantage: string;
  readonly probes: readonly ProbeDefinition[];
  readonly canaries: readonly DnsEndpoint[];
  /** Marks random labels as ours; absent: they are not marked. Hex. */
  readonly markerKey?: string;
}
