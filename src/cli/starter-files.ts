import type { DnsEndpoint } from '../domain/probe-definition.js';

/** The main file that `init` writes. */
export const starterMain = `# resolver-slo: what is measured, judged, kept and shown. All keys: docs/reference/configuration.md
# \${NAME} in a text of this file is read from the environment.

# vantage: tokyo                    # where this daemon measures from; default: the host name

probes: [probes/*.yaml]             # which resolvers are asked what, how often
slos: [slo-configs/*.yaml]          # OpenSLO v1: what is good enough

store: { sqlite: data/resolver-slo.db }
retention: { minutes: 100d, hours: 400d, days: 5y }

# Addresses that do not depend on the measured resolvers, asked to learn whether this machine is on line.
# canary: [192.0.2.1]

# Resolvers not measured here, for our own look-ups of the host names we call (Mackerel).
# bootstrap: [192.0.2.1]

http:
  public: { listen: 127.0.0.1:8080, title: Resolver status, timeZone: UTC }   # status page: for everybody
  admin: { listen: 127.0.0.1:8081 }                                           # /metrics: for operators
  # Reachable from other machines the admin listener needs a token:
  # admin: { listen: 0.0.0.0:8081, token: "\${ADMIN_TOKEN}" }

# mackerel: { apiKey: "\${MACKEREL_APIKEY}", service: dns }
`;

/** The probe file that `init` writes for these resolvers. */
export function starterProbes(endpoints: readonly DnsEndpoint[]): string {
  return `# One probe: every query is sent to every resolver in every round.
probe: resolvers
every: 5s
timeout: 2s

resolvers:
${endpoints.map(resolverLine).join('\n')}

queries:
  # A name that is asked so often that it comes from the cache: what your users feel most of the time.
  - { name: cached, qname: example.org, qtype: A, expect: { minAnswers: 1 } }
  # Better: a name of your own whose answer you know, so that a wrong answer is seen.
  # - { name: www, qname: www.example.org, qtype: A, expect: { answers: ["192.0.2.10"] } }
  # A fresh name every time, never in the cache; use a zone of your own, for its servers get every query.
  # - { name: uncached, qname: "{random}.probe.example.org", qtype: A }

# What a client with these resolvers in its resolv.conf would have seen, as resolver "stub".
# stub: { timeout: 5s, attempts: 2, rotate: false }
`;
}

/** The SLO file that `init` writes. */
export const starterSlos = `# OpenSLO v1. The metric source "resolver-slo" counts attempts of the probes.
apiVersion: openslo/v1
kind: Service
metadata: { name: resolvers, displayName: DNS resolvers }
spec: { description: The caching resolvers that our users ask. }
---
apiVersion: openslo/v1
kind: SLO
metadata:
  name: availability
  displayName: Availability
  # annotations: { resolver-slo/visibility: internal }    # keep it off the public page
spec:
  description: Queries are answered as expected, in time.
  service: resolvers
  indicator:
    metadata: { name: availability }
    spec:
      ratioMetric:
        counter: true
        good: { metricSource: { type: resolver-slo, spec: { probe: resolvers, events: answered } } }
        total: { metricSource: { type: resolver-slo, spec: { probe: resolvers, events: valid } } }
  budgetingMethod: Occurrences
  timeWindow: [{ duration: 28d, isRolling: true }]
  objectives: [{ target: 0.999 }]
`;

/** Names hold no colons: a resolver is named after its place in the list. */
function resolverLine({ address, port }: DnsEndpoint, index: number): string {
  const portPart = port === 53 ? '' : `, port: ${String(port)}`;
  return `  - { name: resolver-${String(index + 1)}, address: "${address}"${portPart} }`;
}
