import type { FailureEvidence, FailureLoss } from '../../../domain/failure-evidence.js';
import type { FailureQuery, FailureReader } from '../../../domain/failure-reader.js';
import type { Series } from '../../../domain/series.js';
import type { StoredLoss } from './failure-loss-table.js';
import type { FailureTable } from './failure-table.js';
import type { SeriesTable } from './series-table.js';
import { attempt } from './sqlite-errors.js';

/** What is kept of failures, by the names of their series. Fails with `StoreError`. */
export class FailureHistory implements FailureReader {
  readonly #failures: FailureTable;
  readonly #series: SeriesTable;

  constructor(failures: FailureTable, series: SeriesTable) {
    this.#failures = failures;
    this.#series = series;
  }

  failures(query: FailureQuery): Promise<readonly FailureEvidence[]> {
    return attempt('reading failures', () => {
      const wanted = this.#series.all().filter(({ series }) => isAskedFor(series, query));
      const names = new Map(wanted.map(({ id, series }) => [id, series]));
      const found = this.#failures.newest(isOfAll(query) ? null : [...names.keys()], query);
      return found.flatMap(({ seriesId, failure }) => {
        const series = names.get(seriesId);
        return series === undefined ? [] : [{ series, ...failure }];
      });
    });
  }

  failureLosses(query: FailureQuery): Promise<readonly FailureLoss[]> {
    return attempt('reading what is not kept of failures', () => {
      const wanted = this.#series.all().filter(({ series }) => isAskedFor(series, query));
      const names = new Map(wanted.map(({ id, series }) => [id, series]));
      const losses = this.#failures.losses().filter((loss) => isLossAskedFor(loss, query));
      return losses.flatMap(({ seriesId, ...loss }) => {
        const series = names.get(seriesId);
        return series === undefined ? [] : [{ series, ...loss }];
      });
    });
  }
}

const NAMES = ['vantage', 'probe', 'resolver', 'query'] as const;

/** Only then the newest are found by their time: a rare outcome would be looked for through everything. */
function isOfAll(query: FailureQuery): boolean {
  return query.outcome === null && NAMES.every((name) => query[name] === null);
}

function isAskedFor(series: Series, query: FailureQuery): boolean {
  return NAMES.every((name) => query[name] === null || query[name] === series[name]);
}

function isLossAskedFor({ outcome, lastMs }: StoredLoss, query: FailureQuery): boolean {
  return (query.outcome === null || query.outcome === outcome) && lastMs >= (query.sinceMs ?? -Infinity);
}
