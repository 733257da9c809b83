import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';

import { StoreError } from '../errors.js';
import type { CellRun, ImportedCell } from './cell-run.js';

/** Start, series and length of the data, 32 bits each. */
const HEAD_BYTES = 12;
const READ_BYTES = 65_536;
const WRITE_BYTES = 1_048_576;

/**
 * Keeps sorted runs of an import on disk until all of it has been read. The file has no name any
 * more once it is open, so nothing of it is left however the process ends.
 */
export class CellSpool {
  readonly #file: string;
  readonly #runs: { readonly offset: number; readonly end: number }[] = [];
  #descriptor: number | null = null;
  #size = 0;

  /** `file`: where to make the file; it is made with the first run. */
  constructor(file: string) {
    this.#file = file;
  }

  /** Appends cells in order of start, then series. Throws `StoreError`. */
  write(cells: readonly ImportedCell[]): void {
    const offset = this.#size;
    this.#guard('writing', () => {
      let pending: Uint8Array[] = [];
      let pendingBytes = 0;
      for (const cell of cells) {
        pending.push(headOf(cell), cell.data);
        pendingBytes += HEAD_BYTES + cell.data.length;
        if (pendingBytes < WRITE_BYTES) continue;
        this.#append(Buffer.concat(pending));
        pending = [];
        pendingBytes = 0;
      }
      this.#append(Buffer.concat(pending));
    });
    this.#runs.push({ offset, end: this.#size });
  }

  runs(): CellRun[] {
    return this.#runs.map((run) => ({ [Symbol.iterator]: () => this.#read(run.offset, run.end) }));
  }

  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
    this.#runs.length = 0;
  }

  *#read(offset: number, end: number): Generator<ImportedCell> {
    const descriptor = this.#open();
    let at = offset;
    let buffer: Buffer = Buffer.alloc(0);
    while (at < end) {
      const needed = buffer.length < HEAD_BYTES ? HEAD_BYTES : HEAD_BYTES + buffer.readUInt32LE(8);
      if (buffer.length < needed) {
        if (buffer.length === end - at) throw new StoreError('STORE_IO', `reading ${this.#file}: a cell is cut short`);
        buffer = this.#guard('reading', () => readAt(descriptor, at, Math.min(end - at, Math.max(READ_BYTES, needed))));
        continue;
      }
      // A copy: the cell may be kept longer than the buffer.
      const data = new Uint8Array(buffer.subarray(HEAD_BYTES, needed));
      yield { start: buffer.readInt32LE(0), series: buffer.readUInt32LE(4), data };
      buffer = buffer.subarray(needed);
      at += needed;
    }
  }

  #append(bytes: Buffer): void {
    for (let written = 0; written < bytes.length;) {
      written += writeSync(this.#open(), bytes, written, bytes.length - written, this.#size + written);
    }
    this.#size += bytes.length;
  }

  #open(): number {
    if (this.#descriptor === null) {
      this.#descriptor = openSync(this.#file, 'wx+', 0o600);
      unlinkSync(this.#file);
    }
    return this.#descriptor;
  }

  #guard<T>(action: string, work: () => T): T {
    try {
      return work();
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code === 'ENOSPC' ? 'STORE_FULL' : 'STORE_IO';
      throw new StoreError(code, `${action} ${this.#file}: ${(cause as Error).message}`, { cause });
    }
  }
}

function headOf(cell: ImportedCell): Uint8Array {
  const head = Buffer.allocUnsafe(HEAD_BYTES);
  head.writeInt32LE(cell.start, 0);
  head.writeUInt32LE(cell.series, 4);
  head.writeUInt32LE(cell.data.length, 8);
  return head;
}

function readAt(descriptor: number, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const read = readSync(descriptor, buffer, filled, length - filled, position + filled);
    if (read === 0) throw new Error(`${String(length - filled)} bytes are missing`);
    filled += read;
  }
  return buffer;
}
