import { SECOND_MS } from '../../domain/clock.js';
import type { MeasuredStub } from '../../domain/measured-probe.js';
import type { StubRow } from './stub-rows.js';

/** Configurations that are compared in any case, measured or not. */
export type Setup = 'one' | 'defaults' | 'tuned';

type Options = Pick<MeasuredStub, 'timeoutMs' | 'attempts' | 'rotate'>;

/** resolv.conf(5): RES_TIMEOUT is 5 seconds, RES_DFLRETRY is 2. */
const GLIBC_DEFAULTS: Options = { timeoutMs: 5 * SECOND_MS, attempts: 2, rotate: false };
/** What the site recommends. */
export const TUNED: Options = { timeoutMs: SECOND_MS, attempts: 3, rotate: true };

const SETUPS: Readonly<Record<Setup, { readonly isAlone: boolean; readonly options: Options }>> = {
  one: { isAlone: true, options: GLIBC_DEFAULTS },
  defaults: { isAlone: false, options: GLIBC_DEFAULTS },
  tuned: { isAlone: false, options: TUNED },
};

/** A row of the table: a configuration, and who measures it, if somebody does. */
export interface SetupRow {
  /** `null`: none of those compared in any case. */
  readonly setup: Setup | null;
  readonly options: string;
  readonly measured: StubRow | null;
}

/** Those compared in any case, then whatever else is measured. */
export function setupRows(measured: readonly StubRow[]): readonly SetupRow[] {
  const compared = (Object.keys(SETUPS) as Setup[]).flatMap((setup): readonly SetupRow[] => {
    const options = optionsText(SETUPS[setup].options);
    const rows = measured
      .filter(({ stub }) => setupOf(stub) === setup)
      .map((row) => ({ setup, options, measured: row }));
    return rows.length > 0 ? rows : [{ setup, options, measured: null }];
  });
  const others = measured.filter(({ stub }) => setupOf(stub) === null);
  return [...compared, ...others.map((row) => ({ setup: null, options: optionsText(row.stub), measured: row }))];
}

/** As resolv.conf(5) writes them. */
export function optionsText({ timeoutMs, attempts, rotate }: Options): string {
  return `options timeout:${String(timeoutMs / SECOND_MS)} attempts:${String(attempts)}${rotate ? ' rotate' : ''}`;
}

/** Which of those compared a stub is; one that gives up early is none of them. */
function setupOf({ resolvers, deadlineMs, ...stub }: MeasuredStub): Setup | null {
  const found = (Object.keys(SETUPS) as Setup[]).find((setup) => {
    const { isAlone, options } = SETUPS[setup];
    return isAlone === (resolvers === 1) && optionsText(options) === optionsText(stub);
  });
  return deadlineMs === null ? (found ?? null) : null;
}
