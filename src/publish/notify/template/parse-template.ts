import Mustache, { type TemplateSpans } from 'mustache';

import { JsonPlace } from './json-place.js';

/** A template as a tree; `at` is the offset of a tag in its text. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly path: string; readonly at: number; readonly isInString: boolean }
  | {
      readonly kind: 'section';
      readonly path: string;
      readonly at: number;
      /** Shown where there is nothing, instead of where there is something. */
      readonly isInverted: boolean;
      readonly parts: readonly TemplatePart[];
    };

export interface TemplateFault {
  /** Offset in the text. */
  readonly at: number;
  readonly message: string;
}

export interface ParsedTemplate {
  readonly parts: readonly TemplatePart[];
  readonly faults: readonly TemplateFault[];
}

/**
 * Reads a template: text with `{{path}}`, and sections `{{#path}}…{{/path}}` and `{{^path}}…{{/path}}`, in the
 * syntax of mustache(5). Of its other tags there are comments; those that write a value as it is, other templates or
 * other delimiters are faults.
 *
 * @param isJson whether it makes JSON: it is then known of each value whether it stands in a string
 */
export function parseTemplate(text: string, isJson: boolean): ParsedTemplate {
  const faults: TemplateFault[] = [];
  try {
    const parts = new Reader(isJson, faults).read(Mustache.parse(text));
    return { parts, faults };
  } catch (error) {
    return { parts: [], faults: [syntaxFault(error, text)] };
  }
}

class Reader {
  readonly #faults: TemplateFault[];
  /** `null`: not JSON. */
  readonly #place: JsonPlace | null;

  constructor(isJson: boolean, faults: TemplateFault[]) {
    this.#faults = faults;
    this.#place = isJson ? new JsonPlace() : null;
  }

  read(spans: TemplateSpans): readonly TemplatePart[] {
    return spans.flatMap((span) => this.#part(span) ?? []);
  }

  #part(span: TemplateSpans[number]): TemplatePart | null {
    const [type, value, at] = span;
    switch (type) {
      case 'text':
        return this.#text(value, at);
      case 'name':
        this.#refuseAfterBackslash(at);
        return { kind: 'value', path: value, at, isInString: this.#place?.isInString ?? false };
      case '#':
      case '^':
        return this.#section(value, at, type === '^', (span[4] ?? []) as TemplateSpans);
      case '!':
        return null;
      case '&':
      case '>':
      case '=':
        this.#faults.push({ at, message: REFUSED[type] });
        return null;
      default:
        return type satisfies never;
    }
  }

  #text(text: string, at: number): TemplatePart {
    let stray: number | null = null;
    for (let offset = 0; offset < text.length; offset++) {
      // Of JSON, braces may close one after the other, but not within a string.
      const mayBeTag = this.#place === null || this.#place.isInString;
      if (mayBeTag && stray === null && text.startsWith('}}', offset)) stray = offset;
      this.#place?.pass(text.charAt(offset));
    }
    if (stray !== null) this.#faults.push({ at: at + stray, message: '}} ends no tag' });
    return { kind: 'text', text };
  }

  /** Left out or repeated, it must leave what follows in the same place. */
  #section(path: string, at: number, isInverted: boolean, spans: TemplateSpans): TemplatePart {
    this.#refuseAfterBackslash(at);
    const before = this.#place?.isInString;
    const parts = this.read(spans);
    if (this.#place?.isInString !== before || this.#place?.isAfterBackslash === true)
      this.#faults.push({
        at,
        message: `section "${path}" must begin and end both within one string or both outside of any`,
      });
    return { kind: 'section', path, at, isInverted, parts };
  }

  #refuseAfterBackslash(at: number): void {
    if (this.#place?.isAfterBackslash !== true) return;
    this.#faults.push({ at, message: 'a tag must not follow a backslash' });
  }
}

const AS_IT_IS =
  'a value must be written as {{path}}, apart from a brace before it: {{{path}}} and {{&path}} would let it break out of its place';
const REFUSED: Readonly<Record<'&' | '>' | '=', string>> = {
  '&': AS_IT_IS,
  '>': 'there are no other templates to include: {{>…}} must go',
  '=': 'delimiters must stay {{ and }}: {{=…=}} must go',
};

/** mustache tells where in its message: `Unclosed tag at 12`. */
function syntaxFault(error: unknown, text: string): TemplateFault {
  const message = error instanceof Error ? error.message : '';
  const place = / at ([0-9]+)$/.exec(message);
  const what = message.startsWith('Unclosed section')
    ? 'a section must end with {{/…}} of the same name'
    : message.startsWith('Unopened section')
      ? 'a section must begin with {{#…}} or {{^…}} before it ends'
      : text.includes('{{{')
        ? 'a tag must end with }}, and stand apart from a brace before it: { {{…}}'
        : 'a tag must end with }}';
  return { at: place === null ? text.length : Number(place[1]), message: what };
}
