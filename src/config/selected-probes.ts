import { type ProbeDefinition, roundMs } from '../domain/probe-definition.js';
import type { Series } from '../domain/series.js';
import { selects, type SloDefinition } from '../domain/slo-definition.js';
import type { Draft } from './draft.js';
import { seriesOf } from './series-of.js';

/** A probe of which an SLO counts at least one series. */
export interface SelectedProbe {
  readonly probe: ProbeDefinition;
  /** Time between two rounds, at the shortest. */
  readonly roundMs: number;
  /** The series that count. */
  readonly series: readonly Series[];
}

/** The configured probes of which an SLO counts series, from this vantage. */
export function selectedProbes({ indicator }: SloDefinition, { config }: Draft): readonly SelectedProbe[] {
  return config.probes.flatMap((probe) => {
    const series = seriesOf(config.vantage, probe).filter((one) => selects(indicator.total.selector, one));
    return series.length === 0 ? [] : [{ probe, roundMs: roundMs(probe.schedule), series }];
  });
}
