import { readlinkSync, type Stats, statSync } from 'node:fs';

/** Why a file or folder could not be read, from the error of the system call; ends a sentence that names it. */
export function readFault(path: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return linkFault(path) ?? 'no such file';
  if (error instanceof TypeError) return 'it is not UTF-8 text';
  return FAULTS[code ?? ''] ?? message;
}

const FAULTS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links lead in a circle',
};

/** What a path is instead of a file with text; `null` if it is one. Opens nothing, for a FIFO would be waited for. */
export function kindFault(path: string): string | null {
  try {
    return describeKind(statSync(path));
  } catch (error) {
    return readFault(path, error);
  }
}

/** Where a symbolic link to nothing leads; `null` if the path is none. */
export function linkFault(path: string): string | null {
  try {
    return `it is a symbolic link to ${readlinkSync(path)}, which does not exist`;
  } catch {
    return null;
  }
}

function describeKind(stats: Stats): string | null {
  if (stats.isFile()) return null;
  if (stats.isDirectory()) return 'it is a folder';
  if (stats.isFIFO()) return 'it is a FIFO (named pipe), not a file';
  return stats.isSocket() ? 'it is a socket, not a file' : 'it is a device, not a file';
}
