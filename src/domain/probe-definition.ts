/** One file of `probes/`, validated: a set of resolvers, a set of queries and a schedule. */
export interface ProbeDefinition {
  readonly name: string;
  readonly schedule: ProbeSchedule;
  readonly timeoutMs: number;
  readonly resolvers: readonly ResolverDefinition[];
  readonly queries: readonly QueryDefinition[];
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

export type Transport = 'udp' | 'tcp';

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
  readonly maxQps: number;
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
}

export interface EdnsDefinition {
  readonly udpSize: number;
  readonly do: boolean;
  readonly nsid: boolean;
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
}
