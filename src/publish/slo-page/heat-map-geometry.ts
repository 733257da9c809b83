import type { SloHistory, SloHistoryPoint } from '../../domain/slo-history.js';
import type { TimeWindow } from '../../domain/window.js';
import { formatRtt } from '../status-page/format-rtt.js';
import { PLOT } from '../status-page/stretched.js';
import { shareAt } from '../status-page/time-axis.js';
import { type StepOf, stepsOf, stretchesWhere, timeOf } from './steps-axis.js';

/** From which part of the largest share on a shade is used, faintest first: how times are spread is seen whether they fill one band or thirty. */
const SHADES_FROM = [0, 0.02, 0.12, 0.3, 0.55, 0.8] as const;
/** Shares of what was not answered from which on a shade is used: these mean the same on every map. */
const MISSES_FROM = [0, 0.001, 0.01, 0.1, 0.3] as const;

/** Answers by time and by how long they took; paths are in units of `PLOT`. */
export interface HeatMapGeometry {
  /** All cells of a shade as one path, faintest first. */
  readonly shades: readonly string[];
  /** The largest share of a step's queries in one band: the darkest shade; 0 where nothing was answered. */
  readonly mostShare: number;
  /** The same paths of what was not answered, as high as the plot. */
  readonly failed: readonly string[];
  readonly gaps: readonly TimeWindow[];
  readonly yTicks: readonly { readonly y: number; readonly label: string }[];
  /** Where a promised time lies: a share of the height, from the top; `null` outside of what is shown. */
  yOf(rttUs: number): number | null;
}

/** Lays a heat map out; `null` where nothing was measured. */
export function heatMapGeometry(history: SloHistory): HeatMapGeometry | null {
  const steps = stepsOf(history);
  if (steps.every(({ point }) => point.latency.count === 0)) return null;
  const axis = timeOf(history);
  const { bandsUs } = history;
  const rows = bandsUs.map((_, band) => rowOf(bandsUs.length, band));
  const mostShare = Math.max(0, ...bandsUs.flatMap((_, band) => steps.map(({ point }) => shareInBand(point, band))));
  const bands = rows.map((row, band) => ({
    row,
    cells: cellsOf(steps, axis, (point) => shadeOf(shareInBand(point, band) / mostShare, SHADES_FROM)),
  }));
  const failed = {
    row: { top: 0, bottom: PLOT.height },
    cells: cellsOf(steps, axis, (point) => shadeOf(failedShare(point), MISSES_FROM)),
  };
  return {
    shades: pathsOf(bands, SHADES_FROM),
    mostShare,
    failed: pathsOf([failed], MISSES_FROM),
    gaps: stretchesWhere(steps, ({ latency }) => latency.count === 0),
    yTicks: ticksOf(bandsUs),
    yOf: (rttUs) => yOf(bandsUs, rttUs),
  };
}

/** Of all valid queries of a step, failures too. */
function shareInBand({ answeredByBand, latency }: SloHistoryPoint, band: number): number {
  return latency.count === 0 ? 0 : (answeredByBand[band] ?? 0) / latency.count;
}

export function failedCount({ answeredByBand, latency }: SloHistoryPoint): number {
  return latency.count - answeredByBand.reduce((sum, count) => sum + count, 0);
}

function failedShare(point: SloHistoryPoint): number {
  return point.latency.count === 0 ? 0 : failedCount(point) / point.latency.count;
}

/** `null`: none at all. */
function shadeOf(share: number, shadesFrom: readonly number[]): number | null {
  return share > 0 ? shadesFrom.findLastIndex((from) => share >= from) : null;
}

/** A row of the plot, the fastest band at the bottom. */
interface Row {
  readonly top: number;
  readonly bottom: number;
}

function rowOf(count: number, band: number): Row {
  const edge = (below: number): number => Math.round(((count - below) / count) * PLOT.height * 10) / 10;
  return { top: edge(band + 1), bottom: edge(band) };
}

/** Neighbours of one shade. */
interface Cells {
  readonly shade: number;
  readonly from: number;
  readonly to: number;
}

function cellsOf(
  steps: readonly StepOf<SloHistoryPoint>[],
  axis: TimeWindow,
  shadeAt: (point: SloHistoryPoint) => number | null,
): readonly Cells[] {
  const cells: Cells[] = [];
  const x = (timeMs: number): number => Math.round(shareAt(timeMs, axis) * PLOT.width * 10) / 10;
  for (const { point, fromMs, toMs } of steps) {
    const shade = shadeAt(point);
    if (shade === null) continue;
    const [from, to, last] = [x(fromMs), x(toMs), cells.at(-1)];
    if (last?.shade === shade && last.to === from) cells[cells.length - 1] = { ...last, to };
    else cells.push({ shade, from, to });
  }
  return cells;
}

function pathsOf(
  rows: readonly { readonly row: Row; readonly cells: readonly Cells[] }[],
  shadesFrom: readonly number[],
): readonly string[] {
  return shadesFrom.map((_, shade) =>
    rows
      .flatMap(({ row, cells }) =>
        cells
          .filter((one) => one.shade === shade)
          .map(
            ({ from, to }) =>
              `M${String(from)},${String(row.top)}H${String(to)}V${String(row.bottom)}H${String(from)}z`,
          ),
      )
      .join(''),
  );
}

/** Bounds that are powers of ten, or a half and a fifth of one too where there are few. */
function ticksOf(bandsUs: readonly number[]): HeatMapGeometry['yTicks'] {
  const bounds = bandsUs.map((us, band) => ({ us, y: 1 - (band + 1) / bandsUs.length }));
  const among = (mantissas: readonly number[]) => bounds.filter(({ us }) => mantissas.includes(mantissaOf(us)));
  const [tens, more] = [among([1]), among([1, 2, 5])];
  return (tens.length >= 2 ? tens : more.length > 0 ? more : bounds).map(({ us, y }) => ({ y, label: formatRtt(us) }));
}

function mantissaOf(us: number): number {
  return Number((us / 10 ** Math.floor(Math.log10(us) + 1e-9)).toPrecision(2));
}

/** Within a band, by the logarithm. */
function yOf(bandsUs: readonly number[], rttUs: number): number | null {
  const band = bandsUs.findIndex((us) => us >= rttUs);
  const [lower, upper] = [bandsUs[band - 1], bandsUs[band]];
  if (lower === undefined || upper === undefined) return null;
  const within = Math.log(rttUs / lower) / Math.log(upper / lower);
  return 1 - (band + within) / bandsUs.length;
}
