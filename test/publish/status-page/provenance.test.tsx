import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';

import type { SloView } from '../../../src/domain/snapshot.js';
import { Provenance } from '../../../src/publish/status-page/provenance.js';
import { samplePage } from '../../support/public-app.js';
import { sampleSnapshot } from '../../support/sample-snapshot.js';

function render(view: SloView): string {
  return renderToString(<Provenance view={view} page={samplePage()} />);
}

/** What a reader gets: text without tags, blanks collapsed. */
function textOf(html: string): string {
  return html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
}

describe('Provenance', () => {
  it('says what the authoritative server of a query did meanwhile', () => {
    const controls = [{ probe: 'public', query: 'miss', answered: 9_876, valid: 10_000, sli: 0.9876 }];
    const sample = sampleSnapshot([{}]);
    const slos = sample.slos.map((view) => ({ ...view, status: { ...view.status, controls } }));
    const text = textOf(render(slos[0]!));
    expect(text).toContain('The authoritative server behind “miss” answered 98.76% meanwhile');
    expect(textOf(render(sample.slos[0]!))).not.toContain('authoritative server behind');
  });

  it('says how many answers a damaged store has taken out of the figures', () => {
    const sample = sampleSnapshot([{}]);
    const slos = sample.slos.map((view) => {
      const { status } = view;
      return { ...view, status: { ...status, excluded: { ...status.excluded, unreadable: 1_234 } } };
    });
    const line = '1,234 answers left out, whose times can no longer be read';
    expect(textOf(render(slos[0]!))).toContain(line);
    expect(textOf(render(sample.slos[0]!))).not.toContain('can no longer be read');
  });

  it('says how many minutes have no verdict since too few vantages voted', () => {
    const sample = sampleSnapshot([{}]);
    const weighing = { kind: 'quorum', share: 0.51, fewestVantages: 20 } as const;
    const slos = sample.slos.map(({ definition, status, ...view }) => {
      return {
        ...view,
        definition: { ...definition, weighing },
        status: { ...status, votes: 2_880, excluded: { ...status.excluded, inconclusive: 2_820 } },
      };
    });
    const line =
      '2,820 of 2,880 minutes (of each resolver and name) without a verdict, since fewer than 20 vantages had measured';
    expect(textOf(render(slos[0]!))).toContain(line);
    expect(textOf(render(sample.slos[0]!))).not.toContain('without a verdict');
  });
});
