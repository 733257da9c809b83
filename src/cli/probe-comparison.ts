import { seededRandom } from '../lab/seeded-random.js';
import { BlockedRounds, COMPARED, type ComparedQuantile, type WeightedFigures } from './blocked-rounds.js';
import type { RoundLog } from './round-log.js';

/** How a resolver differs from the first of them. */
export interface Comparison {
  /** Its percentiles over those of the first. */
  readonly ratios: Readonly<Record<ComparedQuantile, Estimate>>;
  /** Share of its attempts that failed, less that of the first. */
  readonly failureDifference: Estimate;
}

/** A figure with the interval that holds its true value with 95 % confidence. */
export interface Estimate {
  /** `null` where it has no value: a percentile among the failures. */
  readonly value: number | null;
  /** `null`: there is too little to say. An end may be Infinity: beyond every RTT. */
  readonly interval: readonly [number, number] | null;
  /** Whether the interval excludes that there is no difference; `null`: there is too little to say. */
  readonly isBeyondNoise: boolean | null;
}

const RESAMPLES = 1_000;
const SEED = 1;
/** Longer blocks, rather than more of them, let slow spells count as the one event they are (B. Schmeiser, Batch size effects in the analysis of simulation output, Operations Research 30, 1982). */
const MOST_BLOCKS = 30;
/** Fewer are not enough to draw from. */
const FEWEST_BLOCKS = 10;
/** With fewer attempts beyond a percentile, resampling cannot know where it lies. */
const FEWEST_BEYOND = 5;

/**
 * Compares each resolver with the first by a paired block bootstrap: the run is cut into blocks of
 * consecutive rounds, blocks are drawn with replacement, the same ones for both, and what 95 % of
 * the draws give is the interval. Blocks, because neighbouring attempts are alike (a full queue, a
 * lost route), and intervals that take them for independent are too narrow; paired, because what
 * happened on the way happened to both (H. R. Künsch, The jackknife and the bootstrap for general
 * stationary observations, Annals of Statistics 17, 1989; A. C. Davison and D. V. Hinkley, Bootstrap
 * Methods and their Application, 1997, §8.2). No shape of the distribution is assumed; failures lie
 * above every RTT. The same attempts always give the same figures. The first has none: `null`.
 */
export function compareRounds(logs: readonly RoundLog[]): readonly (Comparison | null)[] {
  const rounds = Math.max(1, ...logs.map(({ length }) => length));
  const blocks = blocksOf(rounds);
  const blocked = logs.map((log) => new BlockedRounds(log, rounds, blocks));
  const [first] = blocked;
  const weights = blocks < FEWEST_BLOCKS ? [] : drawnWeights(blocks);
  return blocked.map((other) => (first === undefined || other === first ? null : compare(first, other, weights)));
}

/** Blocks grow as the cube root of the run (Künsch), until there are enough of them. */
function blocksOf(rounds: number): number {
  return Math.max(1, Math.min(MOST_BLOCKS, Math.floor(rounds / Math.ceil(Math.cbrt(rounds)))));
}

function drawnWeights(blocks: number): readonly Uint16Array[] {
  const random = seededRandom(SEED);
  return Array.from({ length: RESAMPLES }, () => {
    const weights = new Uint16Array(blocks);
    for (let drawn = 0; drawn < blocks; drawn++) {
      const block = Math.floor(random() * blocks);
      weights[block] = (weights[block] ?? 0) + 1;
    }
    return weights;
  });
}

function compare(first: BlockedRounds, other: BlockedRounds, weights: readonly Uint16Array[]): Comparison {
  const whole = pair(first, other, new Uint16Array(first.blocks).fill(1));
  const draws = weights.map((weight) => pair(first, other, weight));
  const ratio = (name: ComparedQuantile): Estimate => {
    const value = ratioOf(whole, name);
    const isEnough = Math.min(first.valid, other.valid) * (1 - COMPARED[name]) >= FEWEST_BEYOND - ROUNDING;
    const isKnown = Number.isFinite(value) && value > 0 && Number.isFinite(whole.first[name]);
    return estimate(isKnown ? value : null, isEnough ? draws.map((draw) => ratioOf(draw, name)) : [], 1);
  };
  return {
    ratios: { p50: ratio('p50'), p90: ratio('p90'), p99: ratio('p99') },
    failureDifference: estimate(failureDifferenceOf(whole), draws.map(failureDifferenceOf), 0),
  };
}

/** 500 × (1 − 0.99) is 5.000000000000004 or 4.999…, as binary fractions go. */
const ROUNDING = 1e-9;

interface Pair {
  readonly first: WeightedFigures;
  readonly other: WeightedFigures;
}

function pair(first: BlockedRounds, other: BlockedRounds, weights: Uint16Array): Pair {
  return { first: first.weighted(weights), other: other.weighted(weights) };
}

/** Both among the failures: as slow as each other, as far as anybody can tell. */
function ratioOf({ first, other }: Pair, name: ComparedQuantile): number {
  return first[name] === other[name] ? 1 : other[name] / first[name];
}

function failureDifferenceOf({ first, other }: Pair): number {
  return other.failed - first.failed;
}

/** `none`: the value that means no difference. */
function estimate(value: number | null, draws: readonly number[], none: number): Estimate {
  const known = draws.filter((draw) => !Number.isNaN(draw)).sort((a, b) => a - b);
  const finite = value === null || Number.isNaN(value) ? null : value;
  if (known.length === 0) return { value: finite, interval: null, isBeyondNoise: null };
  const at = (share: number): number => known[Math.round(share * (known.length - 1))] ?? NaN;
  const interval = [at(0.025), at(0.975)] as const;
  return { value: finite, interval, isBeyondNoise: interval[0] > none || interval[1] < none };
}
