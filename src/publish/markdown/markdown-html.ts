import { type MarkdownEnv, markdown } from './markdown-parser.js';
import { xmlCharacters } from './plain-characters.js';

/**
 * A text of an operator as HTML that is safe wherever it is put, XML included: nothing of it is markup of
 * the author's own, nothing is fetched, and links tell nobody where they were followed.
 */
export function markdownHtml(text: string, { topHeading }: MarkdownEnv): string {
  return xmlCharacters(markdown.render(text, { topHeading })).trimEnd();
}
