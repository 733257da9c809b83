import type { Series } from '../../../domain/series.js';
import { openOfAnyVersion } from './open-database.js';
import { SeriesTable } from './series-table.js';
import { attempt } from './sqlite-errors.js';

/**
 * The series a store knows, of any version up to this program's: configurations are checked by them
 * before the daemon brings its store up. Throws `StoreError`.
 */
export function storedSeries(file: string): Promise<readonly Series[]> {
  return attempt(`reading the series of ${file}`, () => {
    const database = openOfAnyVersion(file);
    try {
      return new SeriesTable(database).all().map(({ series }) => series);
    } finally {
      database.close();
    }
  });
}
