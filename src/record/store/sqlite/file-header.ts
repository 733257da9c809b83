import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

import { StoreError } from '../../errors.js';

/** `RSLO`: by this a database file says whose it is (SQLite file format, offset 68). */
export const APPLICATION_ID = 0x52534c4f;

/** What lies at the path; anything that is no database of ours is a `StoreError`. */
export type StoreFile = { readonly kind: 'absent' } | { readonly kind: 'ours'; readonly schemaVersion: number };

const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';

/**
 * Looks at a database file without SQLite, which would leave files beside it: a file of a newer
 * version, of another program or a damaged one must stay exactly as it is.
 *
 * @throws `StoreError`: `STORE_CORRUPT`, `STORE_FOREIGN`, `STORE_IO`
 */
export function inspectStoreFile(file: string): StoreFile {
  const found = readHeader(file);
  if (found === null || found.size === 0) return { kind: 'absent' };
  const { header, size } = found;
  if (size < HEADER_BYTES || header.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw new StoreError(
      'STORE_CORRUPT',
      `opening ${file}: a database of resolver-slo is required, found another file`,
    );
  }
  const applicationId = header.readUInt32BE(68);
  if (applicationId !== APPLICATION_ID) {
    throw new StoreError(
      'STORE_FOREIGN',
      `opening ${file}: a database of resolver-slo is required, found one of another program (application id ${String(applicationId)})`,
    );
  }
  checkLength(file, header, size);
  return { kind: 'ours', schemaVersion: header.readUInt32BE(60) };
}

function readHeader(file: string): { readonly header: Buffer; readonly size: number } | null {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new StoreError('STORE_IO', `opening ${file}: a readable file is required: ${(cause as Error).message}`, {
      cause,
    });
  }
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw new StoreError('STORE_IO', `opening ${file}: a file is required, found something else`);
    readSync(descriptor, header, 0, HEADER_BYTES, 0);
    return { header, size: stat.size };
  } finally {
    closeSync(descriptor);
  }
}

/** The number of pages in the header is only valid if the last writer knew of it (offsets 24 and 92). */
function checkLength(file: string, header: Buffer, size: number): void {
  const rawPageSize = header.readUInt16BE(16);
  const expected = header.readUInt32BE(28) * (rawPageSize === 1 ? 65_536 : rawPageSize);
  if (header.readUInt32BE(24) !== header.readUInt32BE(92) || size >= expected) return;
  throw new StoreError(
    'STORE_CORRUPT',
    `opening ${file}: ${String(expected)} bytes are required, found ${String(size)}: it was cut short`,
  );
}
