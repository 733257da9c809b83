import { type Static, Type } from 'typebox';

import { duration, durationMs, section, type SettingRule, text } from '../domain/setting.js';

export interface StoreConfig {
  readonly kind: 'sqlite';
  /** Absolute path of the database file. */
  readonly file: string;
}

/** How long cells of each resolution are kept, in milliseconds. */
export interface RetentionConfig {
  readonly minutesMs: number;
  readonly hoursMs: number;
  readonly daysMs: number;
}

const oneStore: SettingRule = (store) => {
  const given = ['sqlite', 'postgres'].filter((kind) => Object.hasOwn(store, kind));
  return given.length === 1 ? [] : [{ at: '', message: 'must have exactly one of the keys "sqlite" and "postgres"' }];
};

export const storeSchema = section(
  {
    sqlite: Type.Optional(
      text({ form: 'path', description: 'Database file, relative to this file; missing folders are created.' }),
    ),
    postgres: Type.Optional(
      text({
        form: 'URL',
        secret: true,
        description: 'Connection URL of a PostgreSQL database.',
        check: postgresFault,
      }),
    ),
  },
  { description: 'Where what was measured is kept; required.', rule: oneStore },
);

export const retentionSchema = section(
  {
    minutes: duration({
      min: '1d',
      max: '3660d',
      default: '100d',
      description: 'How long cells of a minute are kept.',
    }),
    hours: duration({ min: '1d', max: '3660d', default: '400d', description: 'How long cells of an hour are kept.' }),
    days: duration({ min: '1d', max: '100y', default: '5y', description: 'How long cells of a day are kept.' }),
  },
  { description: 'How long history is kept, by how fine it is.', default: {} },
);

/** The store of an accepted section; `null` where it names a kind that is not built. */
export function toStoreConfig(
  accepted: Static<typeof storeSchema>,
  resolvePath: (path: string) => string,
): StoreConfig | null {
  return accepted.sqlite === undefined ? null : { kind: 'sqlite', file: resolvePath(accepted.sqlite) };
}

export function toRetentionConfig(accepted: Static<typeof retentionSchema>): RetentionConfig {
  return {
    minutesMs: durationMs(accepted.minutes),
    hoursMs: durationMs(accepted.hours),
    daysMs: durationMs(accepted.days),
  };
}

function postgresFault(found: string): string | null {
  return /^postgres(ql)?:\/\/./.test(found) ? null : 'must be a URL such as postgres://user:password@host/database';
}
