import { parseDurationMs } from '../domain/duration.js';
import type { Problem } from '../domain/problem.js';
import { pointerTo } from './document/json-pointer.js';
import { didYouMean } from './document/nearest.js';
import { problemAt } from './document/source-document.js';
import type { OpensloDocumentOf } from './openslo-document.js';

/** What annotations `resolver-slo/…` of an SLO say. */
export interface SloAnnotations {
  readonly visibility: 'public' | 'internal';
  readonly minFailures: number;
}

const DEFAULT_MIN_FAILURES = 3;
const PREFIX = 'resolver-slo/';

/** What each annotation must be, or that it is not built; `null` if it is fine. */
const CHECKS: Readonly<Record<string, (value: string) => string | null>> = {
  visibility: (value) => (value === 'public' || value === 'internal' ? null : 'must be public or internal'),
  'min-failures': (value) =>
    /^[0-9]{1,6}$/.test(value) ? null : 'must be a whole number in quotes; 0 turns the rule off',
  'maintenance-notice': (value) => (parseDurationMs(value) === null ? 'must be a duration such as 24h' : null),
  weight: (value) => (value === 'series' ? 'weighing by series is not supported yet' : 'must be series'),
};

export function readAnnotations({
  object,
  source,
}: OpensloDocumentOf<'SLO'>): SloAnnotations & { problems: readonly Problem[] } {
  const annotations = object.metadata.annotations ?? {};
  const own = Object.entries(annotations).filter(([key]) => key.startsWith(PREFIX));
  const minFailures = Number(annotations[`${PREFIX}min-failures`] ?? DEFAULT_MIN_FAILURES);
  return {
    // Anything doubtful stays internal: what is published cannot be taken back.
    visibility: (annotations[`${PREFIX}visibility`] ?? 'public') === 'public' ? 'public' : 'internal',
    minFailures: Number.isInteger(minFailures) ? minFailures : DEFAULT_MIN_FAILURES,
    problems: own.flatMap(([key, value]) => {
      const pointer = pointerTo('/metadata/annotations', key);
      const name = key.slice(PREFIX.length);
      const check = Object.hasOwn(CHECKS, name) ? CHECKS[name] : undefined;
      if (check === undefined) return [problemAt(source, pointer, unknownAnnotation(key), { on: 'key' })];
      const complaint = check(value);
      const found = complaint?.endsWith('yet') === true ? '' : `, found ${JSON.stringify(value)}`;
      return complaint === null ? [] : [problemAt(source, pointer, `${complaint}${found}`)];
    }),
  };
}

function unknownAnnotation(key: string): string {
  const known = Object.keys(CHECKS).map((name) => `${PREFIX}${name}`);
  return `unknown annotation "${key}"${didYouMean(key, known) || `; known ones: ${known.join(', ')}`}`;
}
