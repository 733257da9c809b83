import type { VNode } from 'preact';

import { RESPONSIBILITIES, type Responsibility, textIn } from '../../domain/responsibility.js';
import type { SloView, Snapshot } from '../../domain/snapshot.js';
import { indicatorKind } from '../status-page/indicator-kind.js';
import { OperatorText } from '../status-page/operator-text.js';
import type { PageContext } from '../status-page/page-context.js';
import { periodWords } from '../status-page/period-words.js';
import { promiseWords } from '../status-page/promise-words.js';
import { measuringFacts } from './measuring-facts.js';

interface WhoDoesWhatProps {
  readonly snapshot: Snapshot;
  /** All objectives of the SLO; never empty. */
  readonly views: readonly [SloView, ...SloView[]];
  readonly page: PageContext;
}

/** What the operator promises, what that does not cover, and what is left to the customer. */
export function WhoDoesWhat(props: WhoDoesWhatProps): VNode {
  const { views, page } = props;
  const words = page.text.responsibility;
  const own = views[0].definition.responsibility;
  return (
    <section class="who panel" aria-labelledby="who">
      <h2 id="who">{words.title}</h2>
      <div class="sides">
        {RESPONSIBILITIES.map((name) => {
          const text = textIn(own[name], page.language);
          return (
            <div>
              <h3>{words.headings[name]}</h3>
              {text === null ? <Default name={name} {...props} /> : <OperatorText text={text} topHeading={4} />}
            </div>
          );
        })}
      </div>
      <p>
        <a href={page.links.page('resolv-conf')}>{words.howTo}</a>
      </p>
    </section>
  );
}

/** Where the operator says nothing: what the SLO itself tells, and what holds of every resolver. */
function Default({ name, ...props }: WhoDoesWhatProps & { readonly name: Responsibility }): VNode {
  return (
    <ul class="prose">
      {defaultLines(name, props).map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  );
}

function defaultLines(name: Responsibility, { snapshot, views, page }: WhoDoesWhatProps): readonly string[] {
  const { text } = page;
  const words = text.responsibility;
  switch (name) {
    case 'promise': {
      const facts = measuringFacts(views, snapshot);
      const objectives = views.map(({ definition }) => text.objective(promiseWords(definition, text)));
      return [...objectives, ...(facts === null ? [] : [words.measured(facts)])];
    }
    case 'not-covered':
      return notCoveredLines(views, page);
    case 'customer':
      return words.customer;
    default:
      return name satisfies never;
  }
}

/** What our queries do not see, and what does not count. */
function notCoveredLines(views: WhoDoesWhatProps['views'], { text }: PageContext): readonly string[] {
  const words = text.responsibility.notCovered;
  const kinds = views.map(({ definition }) => indicatorKind(definition.indicator).kind);
  const { maintenance, maintenanceNoticeMs } = views[0].definition;
  return [
    words.network,
    ...(kinds.includes('latency') ? [words.line] : []),
    ...(kinds.includes('correctness') ? [words.silence] : []),
    words.authority,
    ...(maintenance === 'exclude' ? [words.maintenance(periodWords(maintenanceNoticeMs, text))] : []),
    words.unmeasured,
  ];
}
