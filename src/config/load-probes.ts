import type { Problem } from '../domain/problem.js';
import type { ProbeDefinition } from '../domain/probe-definition.js';
import { type ProbeFile, probeSchema, toProbeDefinition } from '../measure/config.js';
import { checkDocument } from '../openslo/document/check-document.js';
import type { SourceDocument } from '../openslo/document/source-document.js';
import { noEnvironmentHook } from './environment.js';
import { type ConfigText, readSingle } from './source-files.js';

/** A probe, the file it was read from, and where the parts of that stand. */
export interface LoadedProbe {
  readonly definition: ProbeDefinition;
  /** With defaults; faulty members are left out. */
  readonly accepted: ProbeFile;
  readonly source: SourceDocument;
  /** The pointer in `source` of a map or list of `accepted`. */
  readonly pointerOf: (part: object) => string;
}

export interface LoadedProbes {
  readonly probes: readonly LoadedProbe[];
  /** Every document that could be read, faulty ones too. */
  readonly sources: readonly SourceDocument[];
  /** Whether `sources` are all there is, so that names they do not mention do not exist. */
  readonly isWhole: boolean;
  readonly problems: readonly Problem[];
}

export function loadProbes(texts: readonly ConfigText[]): LoadedProbes {
  const files = texts.map(({ file, text }) => readSingle(file, text, noEnvironmentHook));
  const sources = files.flatMap((file) => file.documents);
  const loaded = sources.map(loadProbe);
  return {
    sources,
    isWhole: files.every((file) => file.problems.length === 0),
    probes: loaded.flatMap(({ probe }) => probe ?? []),
    problems: [...files.flatMap((file) => file.problems), ...loaded.flatMap(({ problems }) => problems)],
  };
}

function loadProbe(source: SourceDocument): {
  readonly probe: LoadedProbe | null;
  readonly problems: readonly Problem[];
} {
  const { value, problems, pointerOf } = checkDocument(probeSchema, source);
  const hasSchedule = value?.every !== undefined || value?.schedule !== undefined;
  if (value === null || !hasSchedule) return { probe: null, problems };
  return { probe: { definition: toProbeDefinition(value), accepted: value, source, pointerOf }, problems };
}
