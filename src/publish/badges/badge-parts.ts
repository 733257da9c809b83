import type { Representation } from '../http/representation.js';
import { type PublicSlo, publicSlos, sloNames } from '../site/public-slos.js';
import type { Site } from '../site/site.js';
import { ONE, sitePart, type SitePart } from '../site/site-part.js';
import type { PageContext } from '../status-page/page-context.js';
import { budgetBadge, siteBadge, sliBadge, stateBadge } from './slo-badges.js';

/** Pictures for pages elsewhere; a path each, since a static site knows no queries. */
export const BADGE_PARTS: readonly SitePart[] = [
  sitePart({
    route: '/badge.svg',
    kind: 'file',
    api: {
      operationId: 'getBadge',
      tag: 'badges',
      summary: 'How all SLOs stand.',
      answer: { kind: 'other', mediaType: 'image/svg+xml' },
    },
    list: ONE,
    render: (page, { site }) => siteBadge(site, page),
  }),
  sloBadgePart('/badge/:name.svg', 'getSloBadge', 'State and SLI of an SLO.', stateBadge),
  sloBadgePart('/badge/:name/sli.svg', 'getSliBadge', 'SLI and objective of an SLO.', sliBadge),
  sloBadgePart('/badge/:name/budget.svg', 'getBudgetBadge', 'What is left of the error budget of an SLO.', budgetBadge),
];

type RenderBadge = (slo: PublicSlo, site: Site, page: PageContext) => Representation;

function sloBadgePart(route: string, operationId: string, summary: string, render: RenderBadge): SitePart {
  return sitePart({
    route,
    kind: 'file',
    api: {
      operationId,
      tag: 'badges',
      summary,
      params: { name: 'Name of the SLO.' },
      answer: { kind: 'other', mediaType: 'image/svg+xml' },
      errors: [404],
    },
    list: sloNames,
    render: (page, { site, params }) => {
      const slo = publicSlos(site.snapshot).find(({ name }) => name === params['name']);
      // The site renders only what `list` has.
      if (slo === undefined) throw new RangeError('render a badge: the name of a public SLO is required');
      return render(slo, site, page);
    },
  });
}
