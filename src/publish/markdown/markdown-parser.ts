import createMarkdown, { type MarkdownIt, type StateCore, type Token } from 'markdown-it';

const PROTOCOLS: readonly string[] = ['http:', 'https:', 'mailto:'];
const REL = 'nofollow noopener noreferrer';
/** Blocks within blocks; what is deeper is left out (markdown-it's own limit of its preset `commonmark`). */
const MAX_NESTING = 20;

/** What a text is rendered into. */
export interface MarkdownEnv {
  /** Level of the text's highest heading in the page: 4 makes `#` an `h4`. */
  readonly topHeading: number;
}

/**
 * CommonMark with tables and strikethrough as operators write it, whoever they are: no HTML, no images
 * (what shows them is a link to them), links to the web and to mail only.
 */
export const markdown: MarkdownIt = makeParser();

function makeParser(): MarkdownIt {
  // A line that was broken stays so: most who write know no Markdown.
  const parser = createMarkdown({ html: false, linkify: true, breaks: true, maxNesting: MAX_NESTING });
  // Only addresses that say what they are: `example.md` is no link.
  parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
  parser.linkify.add('ftp:', null).add('//', null);
  parser.validateLink = isAllowedLink;
  parser.core.ruler.push('outline', ({ tokens, env }: StateCore) =>
    lowerHeadings(tokens, (env as Partial<MarkdownEnv>).topHeading ?? 1),
  );
  parser.core.ruler.push('blocks', ({ tokens }: StateCore) => tokens.forEach(prepareBlock));
  parser.renderer.rules['link_open'] = (tokens, index, options, _env, self) => {
    tokens[index]?.attrSet('rel', REL);
    return `${self.renderToken(tokens, index, options)}<bdi>`;
  };
  parser.renderer.rules['link_close'] = () => '</bdi></a>';
  parser.renderer.rules['image'] = (tokens, index) => imageLink(parser, tokens, index);
  return parser;
}

/** Absolute addresses only: a text is read in feeds and mails as well. */
function isAllowedLink(url: string): boolean {
  return URL.canParse(url) && PROTOCOLS.includes(new URL(url).protocol);
}

/** Headings begin below those of the page, and leave out no level, whatever the text's own are. */
function lowerHeadings(tokens: readonly Token[], top: number): void {
  let last = top - 1;
  for (const token of tokens) {
    if (token.type === 'heading_open') last = Math.min(6, last + 1, top + Number(token.tag.slice(1)) - 1);
    if (token.type === 'heading_open' || token.type === 'heading_close') token.tag = `h${String(last)}`;
  }
}

const WITH_DIRECTION: ReadonlySet<string> = new Set([
  'paragraph_open',
  'heading_open',
  'list_item_open',
  'blockquote_open',
  'th_open',
  'td_open',
]);

/** Each block reads in the direction of its own text; alignment of tables would need inline styles, which the page forbids. */
function prepareBlock(token: Token): void {
  if (token.attrs !== null) token.attrs = token.attrs.filter(([name]) => name !== 'style');
  if (WITH_DIRECTION.has(token.type)) token.attrSet('dir', 'auto');
}

/** A page that fetches nothing from elsewhere shows no image either: a link to it stands in its place. */
function imageLink(parser: MarkdownIt, tokens: readonly Token[], index: number): string {
  const image = tokens[index];
  const address = String(image?.attrGet('src') ?? '');
  const text = parser.utils.escapeHtml(imageText(image) || address);
  if (isWithinLink(tokens, index)) return text;
  return `<a href="${parser.utils.escapeHtml(address)}" rel="${REL}"><bdi>${text}</bdi></a>`;
}

/** What is to be read in the place of an image. */
export function imageText(image: Token | undefined): string {
  return (image?.children ?? []).map(({ type, content }) => (type === 'softbreak' ? ' ' : content)).join('');
}

/** Links do not hold links. */
export function isWithinLink(tokens: readonly Token[], index: number): boolean {
  return tokens.slice(0, index).reduce((depth, { type }) => depth + linkStep(type), 0) > 0;
}

function linkStep(type: string): number {
  return type === 'link_open' ? 1 : type === 'link_close' ? -1 : 0;
}
