import { Type } from 'typebox';

import { INCIDENT_IMPACTS, INCIDENT_STATES } from '../../../domain/incident.js';

const text = (description: string) => Type.String({ description });
const time = (description: string) =>
  Type.String({ description: `${description}: ISO 8601, UTC unless it names an offset.` });
const slos = (description: string) => Type.Optional(Type.Array(Type.String(), { description, maxItems: 1_000 }));
const body = <P extends Parameters<typeof Type.Object>[0]>(properties: P) =>
  Type.Object(properties, { additionalProperties: false });

const impact = Type.Enum(INCIDENT_IMPACTS, { description: 'How bad it is.' });
const message = text('What users should know, in Markdown.');
const at = Type.Optional(time('When it was so, if not now'));

export const idParams = body({ id: Type.String({ pattern: '^[1-9][0-9]{0,14}$', description: 'Id.' }) });

/** Of what needs no more than an id: `{}`. */
export const nothingBody = body({});

export const newIncidentBody = body({
  title: text('What is the matter, in a line.'),
  impact,
  message,
  slos: slos('Names of the SLOs that it affects; none: none in particular.'),
  at,
});

const told = INCIDENT_STATES.filter((state) => state !== 'resolved');

export const incidentUpdateBody = body({
  status: Type.Enum(told, { description: 'What is known of it.' }),
  message,
  slos: slos('Names of SLOs that are affected as well.'),
  at,
});

export const resolutionBody = body({ message, at });

export const postMortemBody = body({ url: text('Where it is to be read: http or https.') });

export const publicationBody = body({
  title: Type.Optional(text('What is the matter, in a line; absent: as proposed.')),
  impact: Type.Optional(impact),
  message: Type.Optional(text('What users should know, in Markdown; absent: as proposed.')),
  at: Type.Optional(time('When it began, if not when its first alert fired')),
});

export const newMaintenanceBody = body({
  title: text('What is going to be done, in a line.'),
  message: Type.Optional(message),
  from: time('When it begins'),
  to: time('When it ends'),
  slos: slos('Names of the SLOs that it concerns; none: all.'),
});

export const acceptanceBody = body({
  reason: Type.Optional(text('Why, instead of what the note says; it is published.')),
});

export const newCorrectionBody = body({
  slo: text('Name of the SLO.'),
  from: time('From then on'),
  to: time('Until then'),
  kind: Type.Enum(['exclude', 'restore'], {
    description: '`exclude`: the time does not count; `restore`: it counts, whatever took it out before.',
  }),
  reason: text('Why; it is published.'),
});
