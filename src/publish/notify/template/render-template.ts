import type { ContentType } from './content-types.js';
import type { TemplatePart } from './parse-template.js';

/** Hears of each tag that is come to whether there is something by its name, be it `null`. */
export type NoteTag = (tag: Exclude<TemplatePart, { readonly kind: 'text' }>, isKnown: boolean) => void;

/**
 * What a template makes of a JSON value. Paths are looked up as in mustache(5), in what the sections around them
 * name, the innermost first; but only what is there by itself is found, and nothing is called. What is not there
 * is written as what is `null`.
 */
export function renderTemplate(
  parts: readonly TemplatePart[],
  view: object,
  { encode }: ContentType,
  note: NoteTag = () => undefined,
): string {
  const render = (inner: readonly TemplatePart[], scopes: readonly unknown[]): string =>
    inner.map((part) => renderPart(part, scopes)).join('');
  const renderPart = (part: TemplatePart, scopes: readonly unknown[]): string => {
    if (part.kind === 'text') return part.text;
    const found = lookUp(scopes, part.path);
    note(part, found !== null);
    const value = found?.value;
    if (part.kind === 'value') return encode(value, part.isInString);
    const isThere = Array.isArray(value) ? value.length > 0 : Boolean(value);
    if (part.isInverted) return isThere ? '' : render(part.parts, scopes);
    if (!isThere) return '';
    if (value === true) return render(part.parts, scopes);
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    return items.map((item) => render(part.parts, [...scopes, item])).join('');
  };
  return render(parts, [view]);
}

interface Found {
  readonly value: unknown;
}

function lookUp(scopes: readonly unknown[], path: string): Found | null {
  if (path === '.') return { value: scopes.at(-1) };
  for (const scope of scopes.toReversed()) {
    const found = path.split('.').reduce<Found | null>(memberOf, { value: scope });
    if (found !== null) return found;
  }
  return null;
}

function memberOf(within: Found | null, key: string): Found | null {
  const value = within?.value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null;
  return { value: (value as Readonly<Record<string, unknown>>)[key] };
}
