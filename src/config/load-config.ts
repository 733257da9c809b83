import { hostname } from 'node:os';
import { dirname, resolve } from 'node:path';

import { parseEndpoint } from '../domain/endpoint.js';
import type { DnsEndpoint } from '../domain/probe-definition.js';
import type { Problem } from '../domain/problem.js';
import type { Series } from '../domain/series.js';
import { toLabConfig } from '../lab/config.js';
import { checkDocument } from '../openslo/document/check-document.js';
import { pointerTo } from '../openslo/document/json-pointer.js';
import { problemAt, type SourceDocument } from '../openslo/document/source-document.js';
import { parseOpenslo } from '../openslo/parse-openslo.js';
import { sloDefinitions } from '../openslo/slo-definitions.js';
import { toAdminListener, toMackerelConfig, toPublicListener } from '../publish/config.js';
import { toRetentionConfig, toStoreConfig } from '../record/config.js';
import { checkSelectors } from './check-selectors.js';
import type { Config } from './config.js';
import { deepFreeze } from './deep-freeze.js';
import type { Draft } from './draft.js';
import { type Environment, environmentHook, noEnvironmentHook } from './environment.js';
import { knownNames } from './known-names.js';
import { loadProbes } from './load-probes.js';
import { findNotSupported } from './not-supported.js';
import { type RootFile, rootSchema } from './root-schema.js';
import { RULES } from './rules/rules.js';
import { sortProblems } from './sort-problems.js';
import { readMatching, readSingle, readText } from './source-files.js';

export interface LoadedConfig {
  /** `null` if and only if `problems` holds an error. */
  readonly config: Config | null;
  /** What could be understood, fit to find the store and to tell names; `null` if not even that. */
  readonly draft: Config | null;
  /** Errors and warnings by file, line and column. */
  readonly problems: readonly Problem[];
  /**
   * Selectors of SLOs that name (errors) or match (warnings) neither configured nor these stored
   * series, where all probe files could be read; and those of one SLO that differ.
   */
  readonly checkSelectors: (stored: readonly Series[]) => readonly Problem[];
}

export interface LoadOptions {
  /** Path of the main file; messages name files as this path does. */
  readonly file: string;
  readonly env: Environment;
  /** Default of `vantage`; default: this machine's. */
  readonly hostName?: string;
}

/** Reads and validates a configuration with all files it names. Never throws for what a user wrote. */
export function loadConfig(options: LoadOptions): LoadedConfig {
  const text = readText(options.file);
  if ('fault' in text) return nothing([unreadable(options.file, text.fault)]);
  const { documents, problems } = readSingle(options.file, text.text, environmentHook(options.env));
  const [root] = documents;
  if (root === undefined) return nothing(problems);
  const accepted = checkDocument(rootSchema, root, findNotSupported(root.value));
  if (accepted.value === null) return nothing([...problems, ...accepted.problems]);
  return loadRest(options, root, accepted.value, [...problems, ...accepted.problems]);
}

function loadRest(options: LoadOptions, root: SourceDocument, file: RootFile, found: readonly Problem[]): LoadedConfig {
  const probeFiles = readMatching(options.file, patternsOf(root, 'probes', file.probes));
  const sloFiles = readMatching(options.file, patternsOf(root, 'slos', file.slos));
  const probes = loadProbes(probeFiles.texts);
  const openslo = parseOpenslo(sloFiles.texts, { unresolved: 'error', hook: noEnvironmentHook });
  const slos = sloDefinitions(openslo.documents);
  const draft: Draft = {
    root,
    probes: probes.probes,
    slos: slos.slos,
    config: configOf(options, file, probes.probes, slos.slos),
  };
  const problems = sortProblems([
    ...found,
    ...[...probeFiles.problems, ...sloFiles.problems],
    ...[...probes.problems, ...openslo.problems, ...slos.problems],
    ...RULES.flatMap((rule) => rule(draft)),
  ]);
  const { store } = draft.config;
  const understood = store === null ? null : deepFreeze<Config>({ ...draft.config, store });
  const isWhole = probes.isWhole && probeFiles.problems.length === 0;
  const names = isWhole ? knownNames(draft.config.vantage, probes.sources) : null;
  return {
    config: problems.some(({ severity }) => severity === 'error') ? null : understood,
    draft: understood,
    problems,
    checkSelectors: (stored) => sortProblems(checkSelectors(draft, names, stored)),
  };
}

function configOf(options: LoadOptions, file: RootFile, probes: Draft['probes'], slos: Draft['slos']): Draft['config'] {
  const resolvePath = (path: string) => resolve(dirname(options.file), path);
  const { public: publicHttp, admin } = file.http;
  return {
    file: resolve(options.file),
    vantage: file.vantage ?? vantageOf(options.hostName ?? hostname()),
    probes: probes.map(({ definition }) => definition),
    slos: slos.map(({ definition }) => definition),
    store: file.store === undefined ? null : toStoreConfig(file.store, resolvePath),
    retention: toRetentionConfig(file.retention),
    bootstrap: file.bootstrap.flatMap(toEndpoint),
    canary: file.canary.flatMap(toEndpoint),
    publicHttp: publicHttp === undefined ? null : toPublicListener(publicHttp),
    adminHttp: admin === undefined ? null : toAdminListener(admin),
    mackerel: file.mackerel === undefined ? null : toMackerelConfig(file.mackerel),
    lab: file.lab === undefined ? null : toLabConfig(file.lab, resolvePath),
  };
}

function patternsOf(root: SourceDocument, key: string, patterns: readonly string[]) {
  return patterns.map((pattern, index) => ({
    pattern,
    problem: (message: string) => problemAt(root, pointerTo('', key, index), message),
  }));
}

function toEndpoint(text: string): readonly DnsEndpoint[] {
  const endpoint = parseEndpoint(text, 53);
  return endpoint === null ? [] : [endpoint];
}

/** A host name as a name may be written; one without any usable character becomes `local`. */
function vantageOf(hostName: string): string {
  const usable = hostName
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[._-]+/, '')
    .slice(0, 63);
  return usable === '' ? 'local' : usable;
}

function unreadable(file: string, fault: string): Problem {
  return {
    severity: 'error',
    file,
    line: 1,
    column: 1,
    pointer: '',
    message: `cannot read the configuration: ${fault}`,
  };
}

function nothing(problems: readonly Problem[]): LoadedConfig {
  return { config: null, draft: null, problems: sortProblems(problems), checkSelectors: () => [] };
}
