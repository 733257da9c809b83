import { type TSchema, Type } from 'typebox';

import { incidentState } from '../../domain/incident.js';
import type { PublicIncident } from '../../domain/public-records.js';
import { jsonRepresentation } from '../http/representation.js';
import { refTo } from '../public-api/schemas/schema-kit.js';
import type { Site } from '../site/site.js';
import { ONE, sitePart, type SitePart } from '../site/site-part.js';
import type { PageContext } from '../status-page/page-context.js';
import { components } from './components.js';
import { overallStatus } from './overall-status.js';
import { MAX_LISTED, statuspageIncidents } from './statuspage-incidents.js';
import { statuspageMaintenances } from './statuspage-maintenances.js';
import { statuspagePage } from './statuspage-page.js';
import {
  componentSchema,
  incidentSchema,
  maintenanceSchema,
  pageSchema,
  type StatuspageMaintenance,
  statusSchema,
} from './statuspage-schemas.js';

const listOf = {
  components: { components: Type.Array(refTo(componentSchema)) },
  incidents: { incidents: Type.Array(refTo(incidentSchema), { maxItems: MAX_LISTED }) },
  maintenances: { scheduled_maintenances: Type.Array(refTo(maintenanceSchema), { maxItems: MAX_LISTED }) },
  status: { status: refTo(statusSchema) },
};

type Content = (site: Site, page: PageContext) => Readonly<Record<string, unknown>>;
type MaintenanceStatus = StatuspageMaintenance['status'];

const incidentsThat =
  (isListed: (incident: PublicIncident) => boolean): Content =>
  (site, page) => ({ incidents: statuspageIncidents(site, page, isListed) });

const maintenancesThat =
  (isListed: (status: MaintenanceStatus) => boolean): Content =>
  (site, page) => ({ scheduled_maintenances: statuspageMaintenances(site, page, isListed) });

const isUnresolved = (incident: PublicIncident): boolean => incidentState(incident) !== 'resolved';
const isCurrent = (status: MaintenanceStatus): boolean => status !== 'completed';
const isUpcoming = (status: MaintenanceStatus): boolean => status === 'scheduled';
const isActive = (status: MaintenanceStatus): boolean => status === 'in_progress';

const allComponents: Content = (site, page) => ({ components: components(site, page) });
const status: Content = (site) => ({ status: overallStatus(site) });

/** Paths and shapes of Statuspage's public API, version 2 (status.atlassian.com/api). */
export const STATUSPAGE_PARTS: readonly SitePart[] = [
  statuspagePart('summary', 'getStatuspageSummary', 'All that is current.', {
    content: (site, page) => ({
      ...allComponents(site, page),
      ...incidentsThat(isUnresolved)(site, page),
      ...maintenancesThat(isCurrent)(site, page),
      ...status(site, page),
    }),
    properties: { ...listOf.components, ...listOf.incidents, ...listOf.maintenances, ...listOf.status },
  }),
  statuspagePart('status', 'getStatuspageStatus', 'How all of it stands.', {
    content: status,
    properties: listOf.status,
  }),
  statuspagePart('components', 'listStatuspageComponents', 'Services and their SLOs.', {
    content: allComponents,
    properties: listOf.components,
  }),
  statuspagePart('incidents', 'listStatuspageIncidents', 'The last 50 incidents.', {
    content: incidentsThat(() => true),
    properties: listOf.incidents,
  }),
  statuspagePart('incidents/unresolved', 'listUnresolvedStatuspageIncidents', 'Incidents that go on.', {
    content: incidentsThat(isUnresolved),
    properties: listOf.incidents,
  }),
  statuspagePart('scheduled-maintenances', 'listStatuspageMaintenances', 'The last 50 times of maintenance.', {
    content: maintenancesThat(() => true),
    properties: listOf.maintenances,
  }),
  statuspagePart('scheduled-maintenances/upcoming', 'listUpcomingStatuspageMaintenances', 'Maintenance to come.', {
    content: maintenancesThat(isUpcoming),
    properties: listOf.maintenances,
  }),
  statuspagePart('scheduled-maintenances/active', 'listActiveStatuspageMaintenances', 'Maintenance under way.', {
    content: maintenancesThat(isActive),
    properties: listOf.maintenances,
  }),
];

interface Answer {
  readonly content: Content;
  /** Of `content`. */
  readonly properties: Readonly<Record<string, TSchema>>;
}

function statuspagePart(name: string, operationId: string, summary: string, answer: Answer): SitePart {
  const schema = Type.Object({ page: refTo(pageSchema), ...answer.properties });
  return sitePart({
    route: `/api/v2/${name}.json`,
    kind: 'json',
    api: { operationId, tag: 'statuspage', summary, answer: { kind: 'json', schema } },
    list: ONE,
    render: (page, { site }) => jsonRepresentation({ page: statuspagePage(site, page), ...answer.content(site, page) }),
  });
}
