import type { Transport } from '../../domain/probe-definition.js';
import { type Series, seriesKey } from '../../domain/series.js';

export interface PlannedSeries extends Series {
  /** How its resolver is asked; `null` for a stub and for a control. */
  readonly transport: Transport | null;
}

interface ResolverOfProbe {
  readonly probe: string;
  readonly resolver: string;
}

/** What is measured now, as far as counters need to know. */
export class MeasuredSeries {
  readonly #series: ReadonlySet<string>;
  readonly #transports: ReadonlyMap<string, Transport | null>;

  constructor(planned: readonly PlannedSeries[]) {
    this.#series = new Set(planned.map(seriesKey));
    this.#transports = new Map(planned.map((one) => [resolverKey(one), one.transport]));
  }

  hasSeries(series: Series): boolean {
    return this.#series.has(seriesKey(series));
  }

  hasResolver(resolver: ResolverOfProbe): boolean {
    return this.#transports.has(resolverKey(resolver));
  }

  /** Whether a stub asks this resolver. Stubs ask those that clients can: over UDP. */
  hasStub({ probe, stub, resolver }: { readonly stub: string } & ResolverOfProbe): boolean {
    return (
      this.hasResolver({ probe, resolver: stub }) && this.#transports.get(resolverKey({ probe, resolver })) === 'udp'
    );
  }

  /** Whether this resolver shows a certificate. */
  hasTls(resolver: ResolverOfProbe): boolean {
    const transport = this.#transports.get(resolverKey(resolver));
    return transport === 'dot' || transport === 'doh';
  }
}

function resolverKey({ probe, resolver }: ResolverOfProbe): string {
  return `${probe}\u001f${resolver}`;
}
