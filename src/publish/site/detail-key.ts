import { createHash } from 'node:crypto';

import type { Snapshot } from '../../domain/snapshot.js';
import type { Site } from './site.js';
import { type Params, partPath, type SitePart } from './site-part.js';

/**
 * Under what name it is kept what was read of history for a part. SLOs that are defined otherwise, after a
 * reload, are another reading, and so is a part of which something else is asked (`PartLoad.of`).
 */
export function detailKey(site: Site, part: SitePart, params: Params): string {
  const of = part.load?.of?.(site, params) ?? null;
  const asked = of === null ? '' : ` ${digestOf(of)}`;
  return `${part.kind} ${partPath(part, params)} ${definitionsOf(site.snapshot)}${asked}`;
}

const bySnapshot = new WeakMap<Snapshot, string>();

function definitionsOf(snapshot: Snapshot | null): string {
  if (snapshot === null) return '';
  const known = bySnapshot.get(snapshot) ?? digestOf(snapshot.slos.map(({ definition }) => definition));
  bySnapshot.set(snapshot, known);
  return known;
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 16);
}
