/**
 * The name below which a qname with `{random}` makes ever new names: what follows the label that
 * holds the last one, in lower case; `.` for the root. `null` without `{random}`.
 */
export function randomParent(qname: string): string | null {
  const at = qname.lastIndexOf('{random}');
  if (at < 0) return null;
  const dot = qname.indexOf('.', at);
  const parent =
    dot < 0
      ? ''
      : qname
          .slice(dot + 1)
          .toLowerCase()
          .replace(/\.$/, '');
  return parent === '' ? '.' : parent;
}
