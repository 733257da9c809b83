import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

import { inspectLogo, type Logo, MAX_LOGO_BYTES } from '../publish/config.js';
import { kindFault, readFault } from './file-fault.js';

/** The logo, or what is wrong with it; neither where there is none. */
export interface ReadLogo {
  readonly logo: Logo | null;
  readonly fault: string | null;
}

/** Reads the picture at a path relative to the main file. Never waits for a FIFO, and never reads what is too large. */
export function readLogo(mainFile: string, path: string | undefined): ReadLogo {
  if (path === undefined) return { logo: null, fault: null };
  const file = resolve(dirname(mainFile), path);
  const refuse = (fault: string): ReadLogo => ({ logo: null, fault: `${fault}, found "${path}"` });
  const read = readPicture(file);
  if ('fault' in read) return refuse(`must be a file that can be read (${read.fault})`);
  const found = inspectLogo(read.bytes);
  if ('fault' in found) return refuse(found.fault);
  return { logo: { type: found.type, base64: read.bytes.toString('base64') }, fault: null };
}

function readPicture(file: string): { readonly bytes: Buffer } | { readonly fault: string } {
  const kind = kindFault(file);
  if (kind !== null) return { fault: kind };
  try {
    const { size } = statSync(file);
    if (size > MAX_LOGO_BYTES) return { fault: `it has ${String(size)} bytes; at most 100 KB are allowed` };
    return { bytes: readFileSync(file) };
  } catch (error) {
    return { fault: readFault(file, error) };
  }
}
