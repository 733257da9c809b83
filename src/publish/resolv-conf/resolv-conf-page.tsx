import type { VNode } from 'preact';

import { MAX_NAMESERVERS } from '../../domain/stub-schedule.js';
import type { Site } from '../site/site.js';
import { Document } from '../status-page/document.js';
import type { PageContext } from '../status-page/page-context.js';
import { SetupTable } from './setup-table.js';
import { PLACEHOLDERS, type Snippet, snippetsFor } from './snippets.js';
import type { StubTable } from './stub-rows.js';

interface ResolvConfPageProps {
  readonly site: Site;
  readonly table: StubTable;
  readonly page: PageContext;
}

/** What customers configure, what that changes, and files to copy. */
export function ResolvConfPage({ site, table, page }: ResolvConfPageProps): VNode {
  const words = page.text.resolvConf;
  return (
    <Document page={page} site={site} title={words.title}>
      <h1 class="page-title">{words.title}</h1>
      {words.lead.map((sentence) => (
        <p class="lead">{sentence}</p>
      ))}
      <SetupTable table={table} page={page} />
      <Snippets page={page} />
    </Document>
  );
}

function Snippets({ page }: { readonly page: PageContext }): VNode {
  const { resolvers, text } = page;
  const words = text.resolvConf.snippets;
  const named = resolvers.length === 0 ? PLACEHOLDERS : resolvers;
  const origin = resolvers.length === 0 ? words.placeholders(PLACEHOLDERS.map(({ name }) => name)) : words.filled;
  return (
    <section class="snippets" aria-labelledby="snippets">
      <h2 id="snippets">{words.title}</h2>
      <p class={resolvers.length === 0 ? 'notice' : 'note'}>{origin}</p>
      <div class="files">
        {snippetsFor(named).map((snippet) => (
          <SnippetBox snippet={snippet} isCut={named.length > MAX_NAMESERVERS} page={page} />
        ))}
      </div>
    </section>
  );
}

interface SnippetBoxProps {
  readonly snippet: Snippet;
  /** There are more resolvers than a resolv.conf holds. */
  readonly isCut: boolean;
  readonly page: PageContext;
}

function SnippetBox({ snippet: { kind, title, path, text }, isCut, page }: SnippetBoxProps): VNode {
  const words = page.text.resolvConf.snippets;
  const why = [...words.why[kind], ...(kind === 'resolvConf' && isCut ? [words.firstThree] : [])];
  return (
    <section class="panel snippet" aria-labelledby={kind}>
      <h3 id={kind}>{title}</h3>
      {why.map((sentence) => (
        <p>{sentence}</p>
      ))}
      <p class="note" id={`${kind}-file`}>
        {words.into} <code>{path}</code>
      </p>
      <pre
        tabIndex={0}
        role="region"
        aria-labelledby={`${kind}-file`}
        data-copy={words.copy}
        data-copied={words.copied}
        translate={false}
      >
        <code>{text}</code>
      </pre>
    </section>
  );
}
