import type { VNode } from 'preact';

import { DAY_MS } from '../../domain/clock.js';
import { isoTime } from '../../domain/clock.js';
import { formatShare } from '../status-page/format-share.js';
import { Instant } from '../status-page/instant.js';
import type { PageContext } from '../status-page/page-context.js';
import { periodWords } from '../status-page/period-words.js';
import { formatRtt } from '../status-page/format-rtt.js';
import { type SetupRow, setupRows } from './setups.js';
import { type StubRow, type StubTable, TABLE_DAYS } from './stub-rows.js';

interface SetupTableProps {
  readonly table: StubTable;
  readonly page: PageContext;
}

/** What clients of each configuration had: measured, or not at all. The roles stay where a narrow page shows no table. */
export function SetupTable({ table, page }: SetupTableProps): VNode {
  const words = page.text.resolvConf.table;
  const columns = [words.answered, words.half, words.ninety, words.ninetyNine, words.slowest, words.waitedLong];
  return (
    <section class="panel" aria-labelledby="measured">
      <h2 id="measured">{words.title}</h2>
      <p class="note">
        {words.over(periodWords(TABLE_DAYS * DAY_MS, page.text))} {words.asOf}{' '}
        <Instant timeMs={table.toMs} page={page} />
      </p>
      <div class="scroller" tabIndex={0} role="group" aria-labelledby="measured">
        <table class="data setups" role="table">
          <thead role="rowgroup">
            <tr role="row">
              <th scope="col" role="columnheader">
                {words.setup}
              </th>
              {columns.map((column) => (
                <th scope="col" role="columnheader" class="number">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {setupRows(table.rows).map((row) => (
              <Row row={row} columns={columns} page={page} />
            ))}
          </tbody>
        </table>
      </div>
      {words.notes.map((note) => (
        <p class="note">{note}</p>
      ))}
    </section>
  );
}

interface RowProps {
  readonly row: SetupRow;
  readonly columns: readonly string[];
  readonly page: PageContext;
}

function Row({ row, columns, page }: RowProps): VNode {
  const { measured } = row;
  const cells = measured === null || measured.valid === 0 ? null : figuresOf(measured, page);
  const { notMeasured } = page.text.resolvConf.table;
  return (
    <tr role="row">
      <th scope="row" role="rowheader">
        {setupName(row, page)}
        <code>{row.options}</code>
        {measured !== null && <About row={measured} page={page} />}
      </th>
      {cells === null ? (
        <td role="cell" class="nothing" colSpan={columns.length}>
          {measured === null ? notMeasured : page.text.noData}
        </td>
      ) : (
        cells.map((cell, i) => (
          <td role="cell" class="number" data-column={columns[i]}>
            {cell}
          </td>
        ))
      )}
    </tr>
  );
}

/** How many look-ups, since when, and the SLOs that promise something about them. */
function About({ row, page }: { readonly row: StubRow; readonly page: PageContext }): VNode {
  const { text, time, formatCount, links } = page;
  const words = text.resolvConf;
  const facts = [
    ...row.slos.map(({ name, displayName }) => (
      <a href={links.page(`slo/${name}`)}>
        <bdi>{displayName}</bdi>
      </a>
    )),
    ...(row.stub.deadlineMs === null ? [] : [words.givenUpAfter(formatRtt(row.stub.deadlineMs * 1e3))]),
    ...(row.valid === 0 ? [] : [words.resolutions(formatCount(row.valid))]),
    ...(row.sinceMs === null ? [] : [words.since(time.fullDay(isoTime(row.sinceMs).slice(0, 10)))]),
  ];
  return (
    <span class="note">
      {facts.map((fact, i) => (
        <>
          {i > 0 && text.listComma}
          {fact}
        </>
      ))}
    </span>
  );
}

function setupName({ setup, measured }: SetupRow, { text }: PageContext): string {
  const words = text.resolvConf;
  const resolvers = measured?.stub.resolvers ?? null;
  switch (setup) {
    case 'one':
      return words.one;
    case 'defaults':
      return words.defaults(resolvers);
    case 'tuned':
      return words.tuned(resolvers);
    case null:
      return words.other(resolvers ?? 1);
    default:
      return setup satisfies never;
  }
}

const SHARE_DIGITS = 3;

function figuresOf({ valid, answered, answeredSoon, times }: StubRow, { text }: PageContext): readonly string[] {
  const { never } = text.resolvConf.table;
  const waits = [times?.p50Us, times?.p90Us, times?.p99Us, times?.maxUs].map((us) =>
    us == null ? never : formatRtt(us),
  );
  return [formatShare(answered / valid, SHARE_DIGITS), ...waits, shareOfSlow(valid - answeredSoon, valid)];
}

/** Rounded up, as what is good is rounded down. */
function shareOfSlow(slow: number, valid: number): string {
  const scale = 10 ** SHARE_DIGITS;
  const percent = Math.ceil((slow / valid) * 100 * scale - 5e-10 * scale) / scale;
  return `${String(percent)}%`;
}
