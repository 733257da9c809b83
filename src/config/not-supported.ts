import type { Finding } from '../openslo/document/finding.js';
import { pointerTo } from '../openslo/document/json-pointer.js';
import { isMap } from '../openslo/document/schema-node.js';

/**
 * What the schema of the main file accepts and no room builds yet. Building one of these turns it on
 * by deleting its line. `*` stands for every item of a list; with `except` only other values are refused.
 */
export const NOT_SUPPORTED: readonly NotSupported[] = [
  { path: '/store/postgres' },
  { path: '/heartbeat' },
  { path: '/http/webhooks' },
  { path: '/http/public/languages/*', except: ['en'] },
  { path: '/notify' },
  { path: '/dnstap' },
  { path: '/collect' },
];

interface NotSupported {
  readonly path: string;
  readonly except?: readonly string[];
}

/** Findings for the parts of a document that name what is not built. */
export function findNotSupported(value: unknown): readonly Finding[] {
  return NOT_SUPPORTED.flatMap((entry) =>
    partsAt(value, entry.path.slice(1).split('/'), '').flatMap(({ pointer, found }): readonly Finding[] => {
      if (entry.except === undefined)
        return [{ pointer, on: 'key', message: `"${lastOf(pointer)}" is not supported yet` }];
      // A value of another type is reported for that.
      if (typeof found !== 'string' || entry.except.includes(found)) return [];
      return [{ pointer, on: 'value', message: `"${found}" is not supported yet` }];
    }),
  );
}

interface Part {
  readonly pointer: string;
  readonly found: unknown;
}

function partsAt(value: unknown, path: readonly string[], pointer: string): readonly Part[] {
  const [key, ...rest] = path;
  if (key === undefined) return [{ pointer, found: value }];
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
    NOT_SUPPORTED.map(({ path, except }) => [
      path.slice(1).replace(/\/\*$/, '').replaceAll('/*', '[]').replaceAll('/', '.'),
      except === undefined ? 'Not supported yet.' : `Only ${except.join(' and ')} supported yet.`,
    ]),
  );
}
