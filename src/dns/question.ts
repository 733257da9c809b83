import { sameName, type WireName } from './name.js';

/** What a query asks, and what its reply must repeat. */
export interface Question {
  readonly name: WireName;
  readonly type: number;
  readonly class: number;
}

/** Equal names (in either case), type and class. */
export function sameQuestion(a: Question, b: Question): boolean {
  return a.type === b.type && a.class === b.class && sameName(a.name, b.name);
}
