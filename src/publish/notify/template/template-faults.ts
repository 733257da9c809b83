import { type SampleKind, SAMPLES, sampleKindOf } from '../sample-events.js';
import type { ToldEvent } from '../told-event.js';
import type { ContentType } from './content-types.js';
import { parseTemplate, type TemplateFault, type TemplatePart } from './parse-template.js';
import { type NoteTag, renderTemplate } from './render-template.js';
import { templateView } from './template-view.js';

/**
 * What is wrong with a template: its syntax, paths that lead nowhere in events that it is asked for, and JSON that it
 * would not make of them. Each names its place in the template; none shows more of it than a path.
 */
export function templateFaults(text: string, type: ContentType, kinds: readonly SampleKind[]): readonly string[] {
  const { parts, faults } = parseTemplate(text, type.isJson);
  if (faults.length > 0) return faults.map((fault) => placed(fault, text));
  const unknown = unknownPaths(parts, type, kinds);
  if (unknown.length > 0) return unknown.map((fault) => placed(fault, text));
  return type.isJson ? invalidJson(parts, type, kinds) : [];
}

/** `line 3, column 5 of the template: …`. */
function placed({ at, message }: TemplateFault, text: string): string {
  const lines = text.slice(0, at).split('\n');
  return `line ${String(lines.length)}, column ${String((lines.at(-1) ?? '').length + 1)} of the template: ${message}`;
}

/** What of the samples a tag was come to in. */
interface Seen {
  readonly path: string;
  readonly isSection: boolean;
  readonly found: ToldEvent[];
  readonly missing: ToldEvent[];
}

function unknownPaths(
  parts: readonly TemplatePart[],
  type: ContentType,
  kinds: readonly SampleKind[],
): readonly TemplateFault[] {
  const tags = new Map<number, Seen>();
  for (const sample of SAMPLES) {
    const note: NoteTag = ({ kind, path, at }, isKnown) => {
      const seen = tags.get(at) ?? { path, isSection: kind === 'section', found: [], missing: [] };
      (isKnown ? seen.found : seen.missing).push(sample);
      tags.set(at, seen);
    };
    renderTemplate(parts, templateView(sample), type, note);
  }
  return [...tags].flatMap(([at, seen]) => {
    const message = unknownPath(seen, kinds);
    return message === null ? [] : [{ at, message }];
  });
}

/** A section may be of what other events have: that is what it is for. */
function unknownPath({ path, isSection, found, missing }: Seen, kinds: readonly SampleKind[]): string | null {
  if (isSection) return found.length > 0 ? null : `no event has "${path}"`;
  const isAskedFor = (sample: ToldEvent) => kinds.includes(sampleKindOf(sample));
  const lacking = missing.filter(isAskedFor);
  if (lacking.length === 0) return null;
  if (!found.some(isAskedFor)) return `no event that the target asks for has "${path}"`;
  const guard = 'put it into a section of what only the others have, such as {{#alert}}…{{/alert}}';
  return `there is no "${path}" in events ${namesOf(lacking)}: ${guard}`;
}

function invalidJson(
  parts: readonly TemplatePart[],
  type: ContentType,
  kinds: readonly SampleKind[],
): readonly string[] {
  const asked = SAMPLES.filter((sample) => kinds.includes(sampleKindOf(sample)));
  const faulty = asked.filter((sample) => !isJson(renderTemplate(parts, templateView(sample), type)));
  if (faulty.length === 0) return [];
  // What it makes is not shown, nor the parser's words, which quote it: a template may hold a key.
  const hint =
    'look for a quote, comma or bracket that is missing or too much, and for a line that breaks within a text';
  return [`must make valid JSON, which it does not of events ${namesOf(faulty)}: ${hint}`];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** `alert firing, alert resolved`. */
function namesOf(samples: readonly ToldEvent[]): string {
  return [...new Set(samples.map(({ event: { event, action } }) => `${event} ${action}`))].join(', ');
}
