/** The parts of the time of an attempt over a stream: connecting, the TLS handshake, and from the query to the reply. */
export const PHASES = ['connect', 'tls', 'query'] as const;
export type Phase = (typeof PHASES)[number];
