import type { VNode } from 'preact';

import type { SloView } from '../../domain/snapshot.js';
import { countingLines, maintenanceLine } from '../report/content/method-section.js';
import { reportWords } from '../report/report-words.js';
import type { PageContext } from '../status-page/page-context.js';
import { periodWords } from '../status-page/period-words.js';

interface CountingProps {
  readonly views: readonly SloView[];
  readonly page: PageContext;
}

/** How the figures come about, in plain words: the same as in the monthly report. */
export function Counting({ views, page }: CountingProps): VNode {
  const words = page.text.sloPage.method;
  return (
    <section class="counting" aria-labelledby="counting">
      <h2 id="counting">{words.title}</h2>
      {views.map((view) => (
        <>
          {views.length > 1 && (
            <h3>
              <bdi>{view.definition.objectiveName}</bdi>
            </h3>
          )}
          <ul>
            {linesOf(view, page).map((line) => (
              <li>
                <bdi>{line}</bdi>
              </li>
            ))}
          </ul>
        </>
      ))}
      <p class="note">{words.charts}</p>
    </section>
  );
}

function linesOf({ definition }: SloView, page: PageContext): readonly string[] {
  const words = reportWords(page.text, page.timeZone);
  const period = periodWords(definition.periodMs, page.text);
  return [
    ...countingLines(definition, words),
    page.text.sloPage.method.window(period),
    maintenanceLine(definition, words),
  ];
}
