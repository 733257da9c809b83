import { DAY_MS } from '../domain/clock.js';
import { parseDurationMs } from '../domain/duration.js';
import type { Problem } from '../domain/problem.js';
import type { SloDefinition } from '../domain/slo-definition.js';
import { pointerTo } from './document/json-pointer.js';
import { didYouMean } from './document/nearest.js';
import { problemAt } from './document/source-document.js';
import type { OpensloDocumentOf } from './openslo-document.js';
import { isPreset, type Preset, PRESETS } from './preset.js';

/** What annotations `resolver-slo/…` of an SLO say. */
export interface SloAnnotations extends Pick<
  SloDefinition,
  'visibility' | 'minFailures' | 'maintenance' | 'maintenanceNoticeMs'
> {
  /** `null`: nothing is said of it. */
  readonly weight: 'attempts' | 'series' | null;
  readonly preset: Preset | null;
}

/** Pointer of an annotation `resolver-slo/NAME` in its document. */
export function annotationPointer(name: AnnotationName): string {
  return pointerTo('/metadata/annotations', `${PREFIX}${name}`);
}

export function readAnnotations(
  slo: OpensloDocumentOf<'SLO'>,
): SloAnnotations & { readonly problems: readonly Problem[] } {
  const of = (name: AnnotationName): string | undefined => valueOf(slo, name);
  const notice = of('maintenance-notice');
  const preset = of('preset');
  return {
    // Anything doubtful stays internal: what is published cannot be taken back.
    visibility: (of('visibility') ?? 'public') === 'public' ? 'public' : 'internal',
    minFailures: minFailuresOf(of('min-failures')),
    maintenance: of('maintenance') === 'exclude' ? 'exclude' : 'count',
    maintenanceNoticeMs: (notice === undefined ? null : parseDurationMs(notice)) ?? DAY_MS,
    weight: weightOf(of('weight')),
    preset: preset !== undefined && isPreset(preset) ? preset : null,
    problems: [...ownAnnotations(slo).flatMap((entry) => faultsOf(slo, entry)), ...twoWeighings(slo)],
  };
}

const PREFIX = 'resolver-slo/';
const DEFAULT_MIN_FAILURES = 3;

interface Annotation {
  /** What the value must be; `null` if it is. */
  readonly check: (value: string) => string | null;
  /** For the reference page: values, default, meaning. */
  readonly form: string;
  readonly byDefault: string;
  readonly about: string;
}

/** Every annotation `resolver-slo/…` of an SLO. */
export const ANNOTATIONS = {
  visibility: {
    ...oneOf(['public', 'internal']),
    byDefault: '`public`',
    about: '`internal` keeps the SLO, and series that no public one selects, off every public path.',
  },
  'min-failures': {
    check: (value) => (/^[0-9]{1,6}$/.test(value) ? null : 'must be a whole number in quotes; 0 turns the rule off'),
    form: 'whole number in quotes',
    byDefault: '`"3"`',
    about:
      'So many attempts, in at least two minutes of the long window, must not have been good before an alert opens; `"0"` turns the rule off.',
  },
  weight: {
    ...oneOf(['attempts', 'series']),
    byDefault: '`attempts`',
    about: 'What weighs alike: every attempt, or every series of a minute. Not beside a preset.',
  },
  maintenance: {
    ...oneOf(['exclude', 'count']),
    byDefault: '`count`',
    about: 'Whether maintenance that was announced in time is left out.',
  },
  'maintenance-notice': {
    check: (value) => (parseDurationMs(value) === null ? 'must be a duration such as 24h' : null),
    form: 'duration',
    byDefault: '`24h`',
    about: 'How long before it begins maintenance must have been announced to be left out.',
  },
  preset: {
    ...oneOf(PRESETS),
    byDefault: '–',
    about: 'An established way of reckoning: see the [guide](../guides/slos.md#presets).',
  },
} as const satisfies Readonly<Record<string, Annotation>>;

export type AnnotationName = keyof typeof ANNOTATIONS;

function oneOf(choices: readonly string[]): Pick<Annotation, 'check' | 'form'> {
  const list = `${choices.slice(0, -1).join(', ')} or ${choices.at(-1) ?? ''}`;
  return {
    check: (value) => (choices.includes(value) ? null : `must be ${list}`),
    form: choices.map((choice) => `\`${choice}\``).join(', '),
  };
}

function valueOf({ object }: OpensloDocumentOf<'SLO'>, name: AnnotationName): string | undefined {
  return object.metadata.annotations?.[`${PREFIX}${name}`];
}

function minFailuresOf(value = ''): number {
  return ANNOTATIONS['min-failures'].check(value) === null ? Number(value) : DEFAULT_MIN_FAILURES;
}

function weightOf(value: string | undefined): SloAnnotations['weight'] {
  return value === 'attempts' || value === 'series' ? value : null;
}

function ownAnnotations({ object }: OpensloDocumentOf<'SLO'>): readonly [key: string, value: string][] {
  return Object.entries(object.metadata.annotations ?? {}).filter(([key]) => key.startsWith(PREFIX));
}

function faultsOf({ source }: OpensloDocumentOf<'SLO'>, [key, value]: readonly [string, string]): readonly Problem[] {
  const pointer = pointerTo('/metadata/annotations', key);
  const name = key.slice(PREFIX.length);
  if (!isKnown(name)) return [problemAt(source, pointer, unknownAnnotation(key), { on: 'key' })];
  const complaint = ANNOTATIONS[name].check(value);
  return complaint === null ? [] : [problemAt(source, pointer, `${complaint}, found ${JSON.stringify(value)}`)];
}

/** A preset says itself how attempts are weighed. */
function twoWeighings(slo: OpensloDocumentOf<'SLO'>): readonly Problem[] {
  if (valueOf(slo, 'preset') === undefined || valueOf(slo, 'weight') === undefined) return [];
  const message =
    'a preset says itself what weighs how much: give resolver-slo/preset or resolver-slo/weight, not both';
  return [problemAt(slo.source, annotationPointer('weight'), message, { on: 'key' })];
}

function isKnown(name: string): name is AnnotationName {
  return Object.hasOwn(ANNOTATIONS, name);
}

function unknownAnnotation(key: string): string {
  const known = Object.keys(ANNOTATIONS).map((name) => `${PREFIX}${name}`);
  return `unknown annotation "${key}"${didYouMean(key, known) || `; known ones: ${known.join(', ')}`}`;
}
