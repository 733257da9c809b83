import type {
  Expectation,
  MeasurePlan,
  ProbeDefinition,
  QueryDefinition,
  ResolverDefinition,
} from '../../src/domain/probe-definition.js';

export function sampleQuery(changes: Partial<QueryDefinition> = {}): QueryDefinition {
  return {
    name: 'www',
    qname: 'www.example.org',
    qtype: 'A',
    qclass: 'IN',
    rd: true,
    cd: false,
    edns: { udpSize: 1232, do: false, nsid: false },
    expect: sampleExpectation(),
    ...changes,
  };
}

export function sampleExpectation(changes: Partial<Expectation> = {}): Expectation {
  return { rcode: ['NOERROR'], ...changes };
}

export function sampleResolver(changes: Partial<ResolverDefinition> = {}): ResolverDefinition {
  return { name: 'ns1', address: '127.0.0.1', port: 53, transport: 'udp', tcpFallback: true, maxQps: 200, ...changes };
}

export function sampleProbe(changes: Partial<ProbeDefinition> = {}): ProbeDefinition {
  return {
    name: 'public',
    schedule: { kind: 'every', everyMs: 1_000 },
    timeoutMs: 500,
    resolvers: [sampleResolver()],
    queries: [sampleQuery()],
    ...changes,
  };
}

export function samplePlan(changes: Partial<MeasurePlan> = {}): MeasurePlan {
  return { vantage: 'lab', probes: [sampleProbe()], canaries: [], ...changes };
}
