import type { VNode } from 'preact';

import { markdownHtml } from '../markdown/markdown-html.js';

interface OperatorTextProps {
  /** Markdown. */
  readonly text: string;
  /** Level of its highest heading. */
  readonly topHeading: number;
}

/** What an operator wrote for people. */
export function OperatorText({ text, topHeading }: OperatorTextProps): VNode {
  return <div class="prose" dangerouslySetInnerHTML={{ __html: markdownHtml(text, { topHeading }) }} />;
}
