import type { SourceDocument } from '../openslo/document/source-document.js';
import type { PlacedSlo } from '../openslo/placed-slo.js';
import type { Config } from './config.js';
import type { LoadedProbe } from './load-probes.js';
import type { Problem } from '../domain/problem.js';

/** What could be understood of a configuration, faulty or not, and where it stands: what rules look at. */
export interface Draft {
  readonly config: Omit<Config, 'store'> & { readonly store: Config['store'] | null };
  /** The main file. */
  readonly root: SourceDocument;
  /** Keys of the main file that something is wrong with: `config` has their defaults, or what of them is sound. */
  readonly faultyKeys: ReadonlySet<string>;
  readonly probes: readonly LoadedProbe[];
  readonly slos: readonly PlacedSlo[];
}

/** A condition over several sections of a configuration. */
export type Rule = (draft: Draft) => readonly Problem[];
