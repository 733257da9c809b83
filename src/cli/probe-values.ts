import { parseDurationMs } from '../domain/duration.js';

/** Says what was wrong with a command line: exit code 2. */
export class UsageError extends Error {}

/** Throws `UsageError` that says which flag must be what. */
export function readInteger(flag: string, text: string, min: number, max: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(`${flag} must be a whole number from ${String(min)} to ${String(max)}, found "${text}"`);
}

export interface DurationBounds {
  readonly min: string;
  readonly max: string;
  readonly example: string;
}

/** Milliseconds. Throws `UsageError`. */
export function readDurationMs(flag: string, text: string, { min, max, example }: DurationBounds): number {
  const durationMs = parseDurationMs(text);
  const isWithin = durationMs !== null && durationMs >= msOf(min) && durationMs <= msOf(max);
  if (isWithin) return durationMs;
  throw new UsageError(`${flag} must be a duration from ${min} to ${max} such as ${example}, found "${text}"`);
}

/** Texts between commas, without the blanks around them. */
export function readList(text: string): readonly string[] {
  return text.split(',').map((part) => part.trim());
}

function msOf(bound: string): number {
  return parseDurationMs(bound) ?? NaN;
}
