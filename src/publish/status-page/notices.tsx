import type { VNode } from 'preact';

import { MINUTE_MS } from '../../domain/clock.js';
import type { Snapshot } from '../../domain/snapshot.js';
import type { Site } from '../site/site.js';
import type { PageContext } from './page-context.js';
import { periodWords } from './period-words.js';

interface NoticesProps {
  readonly site: Pick<Site, 'staleForMs'> & { readonly snapshot: Pick<Snapshot, 'isDemo'> | null };
  readonly page: PageContext;
}

/** What must be known before any figure is read: that it is a demonstration's, or out of date. */
export function Notices({ site: { staleForMs, snapshot }, page: { text } }: NoticesProps): VNode {
  return (
    <>
      {snapshot?.isDemo === true && <Notice kind="demo" title={text.demoTitle} text={text.demoText} />}
      {staleForMs !== null && (
        <Notice
          kind="stale"
          title={text.staleTitle(periodWords(staleForMs - (staleForMs % MINUTE_MS), text))}
          text={text.staleText}
        />
      )}
    </>
  );
}

interface NoticeProps {
  readonly kind: 'demo' | 'stale';
  readonly title: string;
  readonly text: string;
}

function Notice({ kind, title, text }: NoticeProps): VNode {
  return (
    <p class={`notice ${kind}`} role="note">
      <strong>{title}</strong> {text}
    </p>
  );
}
