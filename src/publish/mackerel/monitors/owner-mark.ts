/** The last line of a memo, by which a monitor is known to be ours, and which of them it is. */
const MARK = /^resolver-slo monitor ([A-Za-z0-9_-]+)\/(\S+)$/;

export interface OwnerMark {
  /** Mackerel service: two daemons with services of their own do not touch each other's. */
  readonly service: string;
  readonly key: string;
}

export function markLine({ service, key }: OwnerMark): string {
  return `resolver-slo monitor ${service}/${key.split('/').map(encodeURIComponent).join('/')}`;
}

/** `null`: somebody else's. */
export function markOf(memo: unknown): OwnerMark | null {
  if (typeof memo !== 'string') return null;
  const found = MARK.exec(memo.trimEnd().split('\n').at(-1) ?? '');
  if (found === null) return null;
  return { service: found[1] ?? '', key: decoded(found[2] ?? '') };
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}
