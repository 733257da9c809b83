/** An element in document order, with its attributes and all text within it, entities and CDATA resolved. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

interface OpenElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

const CHARACTERS = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const TOKEN =
  /<!\[CDATA\[([\s\S]*?)\]\]>|<\?xml [^?]*\?>|<\/([^\s<>/]+)\s*>|<([^\s<>/!?"'=]+)((?:\s+[^\s=<>/"']+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
const PREDEFINED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** The elements of an XML document without a DTD. Throws `Error` with what is not well-formed (XML 1.0 §2). */
export function wellFormedXml(document: string): readonly XmlElement[] {
  if (!CHARACTERS.test(document)) throw new Error('a character that XML cannot hold');
  const elements: OpenElement[] = [];
  const open: OpenElement[] = [];
  const addText = (text: string): void => {
    if (open.length === 0 && text.trim() !== '') throw new Error(`text outside the root: ${text.slice(0, 40)}`);
    for (const element of open) element.text += text;
  };
  for (let at = 0; at < document.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(document);
    if (token === null) throw new Error(`no XML at ${String(at)}: ${document.slice(at, at + 60)}`);
    const [all, cdata, closed, name, attributes = '', empty, text] = token;
    if (cdata !== undefined) addText(cdata);
    else if (closed !== undefined) {
      if (open.pop()?.name !== closed) throw new Error(`</${closed}> closes nothing`);
    } else if (name !== undefined) {
      if (open.length === 0 && elements.length > 0) throw new Error('two roots');
      const element = { name, attributes: attributesOf(attributes), text: '' };
      elements.push(element);
      if (empty === '') open.push(element);
    } else if (text !== undefined) {
      if (text.includes(']]>')) throw new Error(']]> in text');
      addText(resolved(text));
    } else if (at !== 0) throw new Error(`a declaration within: ${all}`);
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)!.name}> is not closed`);
  if (elements.length === 0) throw new Error('no root');
  return elements;
}

function attributesOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(/\s+([^\s=]+)="([^"]*)"/g)) {
    if (name in found) throw new Error(`attribute ${name} twice`);
    found[name] = resolved(value);
  }
  return found;
}

function resolved(text: string): string {
  return text.replace(/&([^;\s&]*);?/g, (reference, name: string) => {
    const code = /^#(?:x([0-9a-f]+)|(\d+))$/i.exec(name);
    const known =
      code === null
        ? PREDEFINED[name]
        : String.fromCodePoint(parseInt(code[1] ?? code[2]!, code[1] === undefined ? 10 : 16));
    if (known === undefined || !reference.endsWith(';') || !CHARACTERS.test(known))
      throw new Error(`entity ${reference}`);
    return known;
  });
}
