import { createHash } from 'node:crypto';

import type { Clock } from '../../domain/clock.js';
import type { CommitProgress, ImportBatch, ImportStore, KeptHistory } from './import-store.js';
import { LineSplitter } from './line-splitter.js';
import { isFault, parseImportLine } from './parse-import-line.js';

/** A bad line; `line` is 1-based. */
export interface ImportProblem {
  readonly line: number;
  readonly pointer: string;
  readonly message: string;
}

export interface ImportSummary {
  readonly lines: number;
  readonly attempts: number;
  /** Lines older than anything that is kept, which were left out. */
  readonly tooOldLines: number;
  /** SHA-256 of the whole file, hexadecimal: by it the same file is known again. */
  readonly sha256: string;
}

export type ImportOutcome =
  | ({ readonly kind: 'imported' | 'unchanged' } & ImportSummary)
  /** Nothing of the file is kept. `isComplete`: these are all bad lines, not only the first of them. */
  | { readonly kind: 'rejected'; readonly problems: readonly ImportProblem[]; readonly isComplete: boolean };

export type ImportProgress =
  { readonly kind: 'reading'; readonly bytes: number; readonly lines: number } | CommitProgress;

export interface ImportDeps {
  readonly store: ImportStore;
  readonly retention: KeptHistory;
  /** Stands where a line names no vantage. */
  readonly vantage: string;
  readonly clock: Clock;
  readonly onProgress: (progress: ImportProgress) => void;
}

/** So many bad lines are worth reading; after them the rest of the file is not looked at. */
const MAX_PROBLEMS = 20;

/**
 * Takes one file of NDJSON into the store: all of it, or nothing if a line is bad. Blank lines are
 * skipped. Rejects with the errors of reading `chunks` and of the store.
 */
export async function importFile(
  file: { readonly name: string; readonly chunks: AsyncIterable<Uint8Array> },
  deps: ImportDeps,
): Promise<ImportOutcome> {
  const batch = deps.store.openImport({ nowMs: deps.clock.nowMs(), retention: deps.retention });
  try {
    const read = await readFile(file.chunks, batch, deps);
    if (read.problems.length > 0) return { kind: 'rejected', problems: read.problems, isComplete: read.isComplete };
    const kind = await batch.commit({ sha256: read.digest, name: file.name }, deps.onProgress);
    return { kind, ...read.counts, sha256: read.digest.toString('hex') };
  } finally {
    batch.discard();
  }
}

interface ReadFile {
  readonly counts: Omit<ImportSummary, 'sha256'>;
  readonly problems: readonly ImportProblem[];
  readonly isComplete: boolean;
  readonly digest: Buffer;
}

async function readFile(chunks: AsyncIterable<Uint8Array>, batch: ImportBatch, deps: ImportDeps): Promise<ReadFile> {
  const hash = createHash('sha256');
  const lines = new LineReader(batch, deps);
  const splitter = new LineSplitter((line) => lines.read(line));
  let bytes = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    splitter.push(chunk);
    bytes += chunk.length;
    deps.onProgress({ kind: 'reading', bytes, lines: lines.counts.lines });
    if (lines.isHopeless) return { ...lines.result, isComplete: false, digest: hash.digest() };
  }
  splitter.end();
  return { ...lines.result, isComplete: !lines.isHopeless, digest: hash.digest() };
}

/** Reads line after line into a batch, and remembers what was wrong. */
class LineReader {
  readonly #batch: ImportBatch;
  readonly #deps: ImportDeps;
  readonly #problems: ImportProblem[] = [];
  #number = 0;
  #counts = { lines: 0, attempts: 0, tooOldLines: 0 };

  constructor(batch: ImportBatch, deps: ImportDeps) {
    this.#batch = batch;
    this.#deps = deps;
  }

  get counts(): Omit<ImportSummary, 'sha256'> {
    return this.#counts;
  }

  get isHopeless(): boolean {
    return this.#problems.length >= MAX_PROBLEMS;
  }

  get result(): Pick<ReadFile, 'counts' | 'problems'> {
    return { counts: { ...this.#counts }, problems: this.#problems };
  }

  read(line: string | null): void {
    this.#number++;
    if (this.isHopeless || line?.trim() === '') return;
    const { vantage, clock } = this.#deps;
    const parsed =
      line === null
        ? { pointer: '', message: 'a JSON object on one line of at most 64 KiB is required, found a longer line' }
        : parseImportLine(line, { vantage, nowMs: clock.nowMs() });
    if (isFault(parsed)) {
      this.#problems.push({ line: this.#number, ...parsed });
      return;
    }
    this.#counts.lines++;
    this.#counts.attempts += parsed.count;
    // After a bad line nothing is kept; the rest is only read for further ones.
    if (this.#problems.length === 0 && !this.#batch.add(parsed)) this.#counts.tooOldLines++;
  }
}
