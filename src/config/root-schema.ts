import { type Static, Type } from 'typebox';

import { dnsEndpoint, name, section, type SettingRule, text } from '../domain/setting.js';
import { incidentsSchema } from '../judge/config.js';
import { labSchema } from '../lab/config.js';
import { canarySchema } from '../measure/config.js';
import { collectSchema, dnstapSchema } from '../observe/config.js';
import { heartbeatSchema, httpSchema, mackerelSchema, notifySchema, otlpSchema } from '../publish/config.js';
import { retentionSchema, storeSchema } from '../record/config.js';

const filePatterns = (description: string) =>
  Type.Array(
    text({
      form: 'path or glob',
      description:
        'Path relative to this file; `*` and `**` are globs. What one matches must be a file, but `*` alone passes over folders.',
    }),
    {
      default: [],
      description,
    },
  );

/** `resolver-slo.yaml`: each room's section under its key. */
export const rootSchema = section(
  {
    vantage: Type.Optional(name('Where this daemon measures from; default: the host name.')),
    probes: filePatterns('Probe files; a pattern that matches nothing is fine.'),
    slos: filePatterns('OpenSLO files; a pattern that matches nothing is fine.'),
    store: Type.Optional(storeSchema),
    retention: retentionSchema,
    bootstrap: Type.Array(dnsEndpoint('One address.'), {
      uniqueItems: true,
      default: [],
      description: 'Resolvers not measured here, for our own look-ups of the host names we call.',
    }),
    canary: canarySchema,
    heartbeat: Type.Optional(heartbeatSchema),
    http: httpSchema,
    incidents: incidentsSchema,
    mackerel: Type.Optional(mackerelSchema),
    otlp: Type.Optional(otlpSchema),
    notify: Type.Optional(notifySchema),
    dnstap: Type.Optional(dnstapSchema),
    collect: Type.Optional(collectSchema),
    lab: Type.Optional(labSchema),
  },
  { rule: storeRule },
);

export type RootFile = Static<typeof rootSchema>;

/** The one section that must be there; the rest of a file without it is checked all the same. */
function storeRule(root: Parameters<SettingRule>[0]): ReturnType<SettingRule> {
  const message =
    'key "store" is missing: where measurements are kept, such as store: { sqlite: data/resolver-slo.db }';
  return Object.hasOwn(root, 'store') ? [] : [{ at: '', message }];
}
