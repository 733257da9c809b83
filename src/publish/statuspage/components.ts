import { groupBy } from '../../domain/group-by.js';
import { type PublicSlo, publicSlos, worstObjective } from '../site/public-slos.js';
import type { Site } from '../site/site.js';
import { stableCode } from '../site/stable-id.js';
import type { PageContext } from '../status-page/page-context.js';
import { componentStatus, worstStatus } from './component-status.js';
import type { StatuspageComponent } from './statuspage-schemas.js';
import { pageId, timeText } from './statuspage-page.js';

/** A group for each service, each followed by its SLOs. */
export function components(site: Site, page: PageContext): readonly StatuspageComponent[] {
  const services = groupBy(publicSlos(site.snapshot), ({ service }) => service);
  return [...services].flatMap(([service, slos], index) => {
    const groupId = stableCode(page.siteKey, `service/${service}`);
    const members = slos.map((slo, position) => memberOf(groupId, slo, position + 1, site, page));
    return [groupOf(groupId, slos[0]?.serviceDisplayName ?? service, members, index + 1, page), ...members];
  });
}

/** Of these SLOs; of none in particular all. Those that are gone have none. */
export function affectedComponents(
  names: readonly string[],
  all: readonly StatuspageComponent[],
): readonly StatuspageComponent[] {
  return all.filter(({ slo }) => slo !== undefined && (names.length === 0 || names.includes(slo.name)));
}

function groupOf(
  id: string,
  name: string,
  members: readonly StatuspageComponent[],
  position: number,
  page: PageContext,
): StatuspageComponent {
  const starts = members.map(({ created_at }) => created_at).toSorted();
  const updates = members.map(({ updated_at }) => updated_at).toSorted();
  return {
    ...common(id, page),
    name,
    status: worstStatus(members.map(({ status }) => status)),
    created_at: starts[0] ?? '',
    updated_at: updates.at(-1) ?? '',
    position,
    description: null,
    start_date: starts[0]?.slice(0, 10) ?? null,
    group_id: null,
    group: true,
    components: members.map((member) => member.id),
  };
}

function memberOf(
  groupId: string,
  slo: PublicSlo,
  position: number,
  site: Site,
  page: PageContext,
): StatuspageComponent {
  const evaluatedAtMs = site.snapshot?.evaluatedAtMs ?? site.nowMs;
  const firstDay = firstDayWithData(slo);
  const description = slo.objectives[0]?.definition.description ?? '';
  return {
    ...common(stableCode(page.siteKey, `component/${slo.name}`), page),
    name: slo.displayName,
    status: componentStatus(slo, site),
    created_at: firstDay === null ? timeText(evaluatedAtMs) : `${firstDay}T00:00:00.000Z`,
    updated_at: timeText(evaluatedAtMs),
    position,
    description: description === '' ? null : description,
    start_date: firstDay,
    group_id: groupId,
    group: false,
    slo: figuresOf(slo),
  };
}

function common(id: string, page: PageContext) {
  return { id, page_id: pageId(page), showcase: true, only_show_if_degraded: false };
}

function figuresOf(slo: PublicSlo): NonNullable<StatuspageComponent['slo']> {
  const status = worstObjective(slo)?.status;
  return {
    name: slo.name,
    state: slo.state,
    objective: status?.objective ?? 0,
    sli: status?.sli ?? null,
    error_budget_remaining: status?.errorBudget.remaining ?? null,
  };
}

function firstDayWithData({ objectives }: PublicSlo): string | null {
  const days = objectives.flatMap((view) => view.days.filter(({ valid }) => valid > 0).map(({ date }) => date));
  return days.toSorted()[0] ?? null;
}
