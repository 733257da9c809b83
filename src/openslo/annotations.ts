import { DAY_MS } from '../domain/clock.js';
import { parseDurationMs } from '../domain/duration.js';
import { isLanguage, LANGUAGES } from '../domain/language.js';
import type { Problem } from '../domain/problem.js';
import type { SloDefinition } from '../domain/slo-definition.js';
import { ANNOTATION_PREFIX } from './annotation-prefix.js';
import { pointerTo } from './document/json-pointer.js';
import { didYouMean } from './document/nearest.js';
import { problemAt } from './document/source-document.js';
import type { OpensloDocumentOf } from './openslo-document.js';
import { responsibilityTexts, textFault, foundWords, MAX_TEXT_LENGTH } from './responsibility-texts.js';
import { isPreset, type Preset, PRESETS } from './preset.js';

/** What annotations `resolver-slo/…` of an SLO say. */
export interface SloAnnotations extends Pick<
  SloDefinition,
  'visibility' | 'minFailures' | 'maintenance' | 'maintenanceNoticeMs' | 'responsibility'
> {
  /** `null`: nothing is said of it. */
  readonly weight: 'attempts' | 'series' | null;
  readonly preset: Preset | null;
}

/** Pointer of an annotation `resolver-slo/NAME` in its document. */
export function annotationPointer(name: AnnotationName): string {
  return pointerTo('/metadata/annotations', `${ANNOTATION_PREFIX}${name}`);
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
    responsibility: responsibilityTexts(ownAnnotations(slo)),
    weight: weightOf(of('weight')),
    preset: preset !== undefined && isPreset(preset) ? preset : null,
    problems: [...ownAnnotations(slo).flatMap((entry) => faultsOf(slo, entry)), ...twoWeighings(slo)],
  };
}

const DEFAULT_MIN_FAILURES = 3;

interface Annotation {
  /** What the value must be; `null` if it is. */
  readonly check: (value: string) => string | null;
  /** Whether its name may end in a language: `promise.ja`. */
  readonly isByLanguage?: boolean;
  /** For the reference page: values, default, meaning. */
  readonly form: string;
  readonly byDefault: string;
  readonly about: string;
}

const textByLanguage = {
  check: textFault,
  isByLanguage: true,
  form: `Markdown, at most ${String(MAX_TEXT_LENGTH)} characters`,
} as const;

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
  promise: {
    ...textByLanguage,
    byDefault: 'the objective in words',
    about: 'What the operator promises, for the public page of the SLO.',
  },
  'not-covered': {
    ...textByLanguage,
    byDefault: 'what the measurement does not see',
    about: 'What the promise does not cover.',
  },
  customer: {
    ...textByLanguage,
    byDefault: 'several resolvers, short timeouts, a cache',
    about: 'What is left to the customer.',
  },
} as const satisfies Readonly<Record<string, Annotation>>;

export type AnnotationName = keyof typeof ANNOTATIONS;

/** Every name that an annotation of this one's may have, the languages' among them. */
export function annotationNames(name: AnnotationName): readonly string[] {
  const annotation: Annotation = ANNOTATIONS[name];
  const byLanguage = annotation.isByLanguage === true ? LANGUAGES.map((tag) => `${name}.${tag}`) : [];
  return [name, ...byLanguage].map((one) => `${ANNOTATION_PREFIX}${one}`);
}

function oneOf(choices: readonly string[]): Pick<Annotation, 'check' | 'form'> {
  const list = `${choices.slice(0, -1).join(', ')} or ${choices.at(-1) ?? ''}`;
  return {
    check: (value) => (choices.includes(value) ? null : `must be ${list}`),
    form: choices.map((choice) => `\`${choice}\``).join(', '),
  };
}

function valueOf({ object }: OpensloDocumentOf<'SLO'>, name: AnnotationName): string | undefined {
  return object.metadata.annotations?.[`${ANNOTATION_PREFIX}${name}`];
}

function minFailuresOf(value = ''): number {
  return ANNOTATIONS['min-failures'].check(value) === null ? Number(value) : DEFAULT_MIN_FAILURES;
}

function weightOf(value: string | undefined): SloAnnotations['weight'] {
  return value === 'attempts' || value === 'series' ? value : null;
}

function ownAnnotations({ object }: OpensloDocumentOf<'SLO'>): readonly [key: string, value: string][] {
  return Object.entries(object.metadata.annotations ?? {}).filter(([key]) => key.startsWith(ANNOTATION_PREFIX));
}

function faultsOf({ source }: OpensloDocumentOf<'SLO'>, [key, value]: readonly [string, string]): readonly Problem[] {
  const pointer = pointerTo('/metadata/annotations', key);
  const { name, language } = partsOf(key);
  const annotation = annotationNamed(name);
  const isUnknown = annotation === null || (language !== null && annotation.isByLanguage !== true);
  if (isUnknown) return [problemAt(source, pointer, unknownAnnotation(key), { on: 'key' })];
  if (language !== null && !isLanguage(language)) {
    const message = `unknown language "${language}"; known ones: ${LANGUAGES.join(', ')}`;
    return [problemAt(source, pointer, message, { on: 'key' })];
  }
  const complaint = annotation.check(value);
  return complaint === null ? [] : [problemAt(source, pointer, `${complaint}, found ${foundWords(value)}`)];
}

/** `resolver-slo/promise.ja` is `promise` in `ja`; no name of ours holds a dot. */
function partsOf(key: string): { readonly name: string; readonly language: string | null } {
  const [name = '', ...rest] = key.slice(ANNOTATION_PREFIX.length).split('.');
  return { name, language: rest.length === 0 ? null : rest.join('.') };
}

function annotationNamed(name: string): Annotation | null {
  return isKnown(name) ? ANNOTATIONS[name] : null;
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
  const names = Object.keys(ANNOTATIONS).filter(isKnown);
  const listed = names.map((name) => `${ANNOTATION_PREFIX}${name}`).join(', ');
  return `unknown annotation "${key}"${didYouMean(key, names.flatMap(annotationNames)) || `; known ones: ${listed}`}`;
}
