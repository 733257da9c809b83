import type { VNode } from 'preact';

import type { Site } from '../site/site.js';
import type { PageContext } from './page-context.js';

interface AffectedSlosProps {
  /** Names of SLOs; empty: none in particular. */
  readonly names: readonly string[];
  readonly site: Site;
  readonly page: PageContext;
}

/** The SLOs that something concerns, each with a link to its page. */
export function AffectedSlos({ names, site, page }: AffectedSlosProps): VNode | null {
  if (names.length === 0) return null;
  return (
    <p class="affected">
      {page.text.events.affects}{' '}
      {names.map((name, i) => (
        <>
          {i > 0 && page.text.listComma}
          <a href={page.links.page(`slo/${name}`)}>
            <bdi>{sloDisplayName(name, site)}</bdi>
          </a>
        </>
      ))}
    </p>
  );
}

/** What people call an SLO of this name. */
export function sloDisplayName(name: string, { snapshot }: Site): string {
  return snapshot?.slos.find(({ definition }) => definition.name === name)?.definition.displayName ?? name;
}
