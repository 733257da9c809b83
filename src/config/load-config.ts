import { hostname } from 'node:os';
import { dirname, resolve } from 'node:path';

import { parseEndpoint } from '../domain/endpoint.js';
import type { DnsEndpoint } from '../domain/probe-definition.js';
import type { Problem } from '../domain/problem.js';
import type { Series } from '../domain/series.js';
import { toLabConfig } from '../lab/config.js';
import { checkDocument } from '../openslo/document/check-document.js';
import { pointerParts, pointerTo } from '../openslo/document/json-pointer.js';
import { problemAt, type SourceDocument } from '../openslo/document/source-document.js';
import {
  type Logo,
  toAdminListener,
  toMackerelConfig,
  toNotifyTarget,
  toOtlpConfig,
  toPublicListener,
  toWebhooksListener,
} from '../publish/config.js';
import { toRetentionConfig, toStoreConfig } from '../record/config.js';
import { checkSeries } from './check-series.js';
import type { Config } from './config.js';
import { deepFreeze } from './deep-freeze.js';
import type { Draft } from './draft.js';
import { type Environment, environmentHook } from './environment.js';
import { knownNames } from './known-names.js';
import { errorsOfGuessed, loadFiles } from './load-files.js';
import { findNotSupported } from './not-supported.js';
import { readLogo } from './read-logo.js';
import { type RootFile, rootSchema } from './root-schema.js';
import { RULES } from './rules/rules.js';
import { sortProblems } from './sort-problems.js';
import { readSingle, readText } from './source-files.js';

export interface LoadedConfig {
  /** `null` if and only if `problems` holds an error. */
  readonly config: Config | null;
  /** What could be understood, faulty or not; `null` if nothing could. */
  readonly draft: Draft['config'] | null;
  /** Errors and warnings by file, line and column. */
  readonly problems: readonly Problem[];
  /**
   * Selectors of SLOs that name (errors) or match (warnings) neither configured nor these stored
   * series, where all probe files could be read; those of one SLO that differ; and what presets need.
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
  const { documents, problems, guess } = readSingle(options.file, text.text, environmentHook(options.env));
  const [root] = documents;
  if (root === undefined) return nothing([...problems, ...errorsOfGuessed(options.file, guess)]);
  const accepted = checkDocument(rootSchema, root, findNotSupported(root.value));
  const found = [...problems, ...accepted.problems];
  return accepted.value === null ? nothing(found) : loadRest(options, root, accepted.value, found);
}

function loadRest(options: LoadOptions, root: SourceDocument, file: RootFile, found: readonly Problem[]): LoadedConfig {
  const files = loadFiles(options.file, {
    probes: patternsOf(root, 'probes', file.probes),
    slos: patternsOf(root, 'slos', file.slos),
  });
  const { probes, slos } = files;
  const picture = readLogo(options.file, file.http.public?.logo);
  const faultyKeys = new Set(found.flatMap(({ severity, pointer }) => (severity === 'error' ? keyOf(pointer) : [])));
  const draft: Draft = {
    root,
    faultyKeys,
    probes: probes.probes,
    slos,
    config: configOf(options, file, probes.probes, slos, picture.logo),
  };
  const ofLogo = picture.fault === null ? [] : [problemAt(root, '/http/public/logo', picture.fault)];
  const problems = sortProblems([...found, ...files.problems, ...ofLogo, ...RULES.flatMap((rule) => rule(draft))]);
  const isWhole = probes.isWhole && !faultyKeys.has('probes') && !faultyKeys.has('vantage');
  const names = isWhole ? knownNames(draft.config.vantage, probes.sources) : null;
  return {
    config: problems.some(({ severity }) => severity === 'error') ? null : understood(draft.config),
    draft: draft.config,
    problems,
    checkSelectors: (stored) => sortProblems(checkSeries(draft, names, stored)),
  };
}

function understood({ store, ...config }: Draft['config']): Config | null {
  return store === null ? null : deepFreeze<Config>({ ...config, store });
}

/** The section of the main file that a pointer leads into. */
function keyOf(pointer: string): readonly string[] {
  return pointerParts(pointer).slice(0, 1);
}

function configOf(
  options: LoadOptions,
  file: RootFile,
  probes: Draft['probes'],
  slos: Draft['slos'],
  logo: Logo | null,
): Draft['config'] {
  const resolvePath = (path: string) => resolve(dirname(options.file), path);
  const { public: publicHttp, admin, webhooks } = file.http;
  const vantage = file.vantage ?? vantageOf(options.hostName ?? hostname());
  return {
    file: resolve(options.file),
    vantage,
    probes: probes.map(({ definition }) => definition),
    slos: slos.map(({ definition }) => definition),
    store: file.store === undefined ? null : toStoreConfig(file.store, resolvePath),
    retention: toRetentionConfig(file.retention),
    bootstrap: file.bootstrap.flatMap(toEndpoint),
    canary: file.canary.flatMap(toEndpoint),
    heartbeat: file.heartbeat ?? null,
    publicHttp: publicHttp === undefined ? null : toPublicListener(publicHttp, logo, resolvePath),
    adminHttp: admin === undefined ? null : toAdminListener(admin),
    webhooksHttp: webhooks === undefined ? null : toWebhooksListener(webhooks),
    incidents: file.incidents,
    mackerel: file.mackerel === undefined ? null : toMackerelConfig(file.mackerel, vantage),
    otlp: file.otlp === undefined ? null : toOtlpConfig(file.otlp),
    notify: (file.notify ?? []).map(toNotifyTarget),
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
