/** How a value is written into a body of some content type. */
export interface ContentType {
  readonly name: string;
  /** As the header has it. */
  readonly header: string;
  /** Whether the whole must be JSON, in which a value that stands in a string is written otherwise than elsewhere. */
  readonly isJson: boolean;
  /** `isInString`: between the quotes of a JSON string. */
  readonly encode: (value: unknown, isInString: boolean) => string;
}

/** What templates can make: of these it is known how no value can break out of its place. */
export const CONTENT_TYPES: readonly ContentType[] = [
  { name: 'application/json', header: 'application/json', isJson: true, encode: inJson },
  { name: 'text/plain', header: 'text/plain; charset=utf-8', isJson: false, encode: asText },
  {
    name: 'application/x-www-form-urlencoded',
    header: 'application/x-www-form-urlencoded',
    isJson: false,
    encode: inForm,
  },
];

export const DEFAULT_CONTENT_TYPE = 'application/json';

/** `null`: templates cannot make it. */
export function contentTypeOf(name: string): ContentType | null {
  return CONTENT_TYPES.find((type) => type.name === name) ?? null;
}

/** In a string its characters, elsewhere the whole value: a text then has its quotes, and what there is not is `null`. */
function inJson(value: unknown, isInString: boolean): string {
  return isInString ? JSON.stringify(asText(value)).slice(1, -1) : JSON.stringify(value ?? null);
}

function inForm(value: unknown): string {
  // Halves of characters cannot be encoded.
  return encodeURIComponent(asText(value).replace(/\p{Surrogate}/gu, '\ufffd'));
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
