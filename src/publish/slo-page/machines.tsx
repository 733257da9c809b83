import type { VNode } from 'preact';

import type { PageContext } from '../status-page/page-context.js';

interface MachinesProps {
  readonly name: string;
  readonly page: PageContext;
}

/** Where the same is to be had by programs, and further back in time. */
export function Machines({ name, page }: MachinesProps): VNode {
  const { links, text, made } = page;
  const words = text.sloPage.machines;
  return (
    <section class="machines" aria-labelledby="machines">
      <h2 id="machines">{words.title}</h2>
      <ul role="list">
        <li>
          <a href={links.json(`api/v1/slos/${name}`)}>{words.status}</a>
        </li>
        {made === null && (
          <li>
            <a href={links.json(`api/v1/slos/${name}/history`)}>{words.history}</a>
          </li>
        )}
        <li>
          <a href={links.file(`badge/${name}.svg`)}>{words.badge}</a>
        </li>
      </ul>
    </section>
  );
}
