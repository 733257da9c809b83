// A hundred public SLOs over the demo's lab, as an operator with ten services would have them.
const RESOLVERS = [
  { probe: 'public', resolver: 'ns1', query: 'cached' },
  { probe: 'public', resolver: 'ns1', query: 'uncached' },
  { probe: 'public', resolver: 'ns2', query: 'cached' },
  { probe: 'public', resolver: 'ns2', query: 'uncached' },
  { probe: 'office', resolver: 'ns3', query: 'intranet' },
];
const PER_SERVICE = 10;

/** OpenSLO documents of `count` SLOs, one text. */
export function sloDocuments(count) {
  return Array.from({ length: count }, (_, i) => sloDocument(i)).join('---\n');
}

function sloDocument(i) {
  const { probe, resolver, query } = RESOLVERS[i % RESOLVERS.length];
  const selector = `probe: ${probe}, resolver: ${resolver}, query: ${query}`;
  const isLatency = i % 3 === 2;
  const good = isLatency ? `events: within, threshold: ${String(20 + (i % 40))}ms` : 'events: answered';
  const name = `${resolver}-${isLatency ? 'latency' : 'availability'}-${String(i + 1)}`;
  return `apiVersion: openslo/v1
kind: SLO
metadata: { name: ${name}, displayName: '${resolver} ${isLatency ? 'in time' : 'answers'}, ${query}, number ${String(i + 1)}' }
spec:
  description: Queries to ${resolver} for ${query} names.
  service: service-${String(Math.floor(i / PER_SERVICE) + 1)}
  budgetingMethod: Occurrences
  timeWindow: [{ duration: 28d, isRolling: true }]
  objectives: [{ target: ${String([0.99, 0.995, 0.999][i % 3])} }]
  indicator:
    metadata: { name: indicator-${name} }
    spec:
      ratioMetric:
        counter: true
        good: { metricSource: { type: resolver-slo, spec: { ${selector}, ${good} } } }
        total: { metricSource: { type: resolver-slo, spec: { ${selector}, events: valid } } }
`;
}
