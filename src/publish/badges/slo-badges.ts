import type { Representation } from '../http/representation.js';
import { type PublicSlo, publicSlos, worstObjective, worstState } from '../site/public-slos.js';
import type { Site } from '../site/site.js';
import { budgetWords } from '../status-page/budget-gauge.js';
import { formatObjective, formatShare, sliDigits } from '../status-page/format-share.js';
import type { PageContext } from '../status-page/page-context.js';
import { badge } from './badge.js';

/** How the site as a whole stands: its worst state, and how many SLOs are in it. */
export function siteBadge({ snapshot, staleForMs }: Site, page: PageContext): Representation {
  const states = publicSlos(snapshot).map(({ state }) => state);
  const state = staleForMs === null ? worstState(states) : 'no_data';
  const count = states.filter((one) => one === state).length;
  const isAll = state === 'met' || staleForMs !== null || count === states.length;
  const share = isAll ? '' : ` ${String(count)}/${String(states.length)}`;
  return badge({ label: page.title, message: `${page.text.state[state]}${share}`, state });
}

/** State and SLI: `Met · 99.982%`. */
export function stateBadge(slo: PublicSlo, site: Site, page: PageContext): Representation {
  return sloBadge(slo, site, page, (sli) => `${page.text.state[slo.state]} · ${sli}`);
}

/** SLI and objective: `99.982% / 99.9%`. */
export function sliBadge(slo: PublicSlo, site: Site, page: PageContext): Representation {
  return sloBadge(slo, site, page, (sli, objective) => `${sli} / ${objective}`);
}

/** What is left of the error budget: `62% left`. */
export function budgetBadge(slo: PublicSlo, site: Site, page: PageContext): Representation {
  const worst = worstObjective(slo);
  const budget = worst === null ? page.text.noData : budgetWords(worst.status, page);
  return sloBadge(slo, site, page, () => budget);
}

type Message = (sli: string, objective: string) => string;

/** Of figures that nobody has renewed for long a badge on another site would be the last to tell: it says that nothing is known. */
function sloBadge(slo: PublicSlo, { staleForMs }: Site, page: PageContext, message: Message): Representation {
  const status = worstObjective(slo)?.status ?? null;
  const isKnown = status !== null && status.sli !== null && slo.state !== 'no_data' && staleForMs === null;
  if (!isKnown) return badge({ label: slo.displayName, message: page.text.noData, state: 'no_data' });
  const sli = formatShare(status.sli, sliDigits(status.objective));
  return badge({ label: slo.displayName, message: message(sli, formatObjective(status.objective)), state: slo.state });
}
