import type { Finding } from '../openslo/document/finding.js';
import { pointerTo } from '../openslo/document/json-pointer.js';
import { isMap } from '../openslo/document/schema-node.js';

/**
 * What the schema of the main file accepts and no room builds yet. Building one of these turns it on
 * by deleting its line. `*` stands for every item of a list.
 */
export const NOT_SUPPORTED: readonly NotSupported[] = [
  { path: '/store/postgres' },
  { path: '/dnstap' },
  { path: '/collect' },
];

interface NotSupported {
  readonly path: string;
}

/** Findings for the parts of a document that name what is not built. */
export function findNotSupported(value: unknown): readonly Finding[] {
  return NOT_SUPPORTED.flatMap((entry) =>
    partsAt(value, entry.path.slice(1).split('/'), '').map((pointer): Finding => {
      return { pointer, on: 'key', message: `"${lastOf(pointer)}" is not supported yet` };
    }),
  );
}

/** Pointers of what is there at a path. */
function partsAt(value: unknown, path: readonly string[], pointer: string): readonly string[] {
  const [key, ...rest] = path;
  if (key === undefined) return [pointer];
  if (key === '*' && Array.isArray(value)) {
    return value.flatMap((item, index) => partsAt(item, rest, pointerTo(pointer, index)));
  }
  return isMap(value) && Object.hasOwn(value, key) ? partsAt(value[key], rest, pointerTo(pointer, key)) : [];
}

function lastOf(pointer: string): string {
  return pointer.slice(pointer.lastIndexOf('/') + 1);
}

/** What the reference page adds to a key of the main file, by the key as the page writes it (`store.postgres`). */
export function notSupportedNotes(): ReadonlyMap<string, string> {
  return new Map(
    NOT_SUPPORTED.map(({ path }) => [
      path.slice(1).replace(/\/\*$/, '').replaceAll('/*', '[]').replaceAll('/', '.'),
      'Not supported yet.',
    ]),
  );
}
