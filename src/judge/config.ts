import { Type } from 'typebox';

import { section } from '../domain/setting.js';

/** What is done when an alert that pages begins to fire. */
export type AutoIncidents = 'propose' | 'publish' | 'off';

const AUTO_INCIDENTS: readonly AutoIncidents[] = ['propose', 'publish', 'off'];

export const incidentsSchema = section(
  {
    auto: Type.Enum(AUTO_INCIDENTS, {
      default: 'propose',
      description:
        'When a `page` alert of a public SLO begins to fire: `propose` an incident for an operator to publish ' +
        'or dismiss, `publish` it at once, and resolve it 10 minutes after its alerts did, or nothing (`off`).',
    }),
  },
  { description: 'Incidents that alerts open.', default: {} },
);

export interface IncidentsConfig {
  readonly auto: AutoIncidents;
}
