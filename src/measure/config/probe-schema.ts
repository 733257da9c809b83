import { type Static, Type } from 'typebox';

import { duration, name, section, text } from '../../domain/setting.js';
import { cronFault } from './cron-fault.js';
import { probeRule } from './probe-rule.js';
import { querySchema } from './query-schema.js';
import { resolverSchema } from './resolver-schema.js';
import { stubSchema } from './stub-schema.js';

/** One file of `probes/`. */
export const probeSchema = section(
  {
    probe: name('Name of the probe: part of the name of its series.'),
    every: Type.Optional(
      duration({ min: '10ms', max: '1d', description: 'Time between two rounds; this or `schedule` is required.' }),
    ),
    schedule: Type.Optional(
      text({ form: 'cron with seconds', check: cronFault, description: 'Six cron fields in UTC, instead of `every`.' }),
    ),
    jitter: Type.Optional(
      duration({
        min: '0s',
        max: '1h',
        description:
          'Every send is moved by up to this much, earlier or later; less than half of a round; default: none is.',
      }),
    ),
    timeout: duration({
      min: '1ms',
      max: '60s',
      default: '2s',
      description: 'How long a reply is waited for; may be longer than the time between rounds.',
    }),
    resolvers: Type.Array(resolverSchema, { minItems: 1, description: 'The resolvers that are measured.' }),
    queries: Type.Array(querySchema, { minItems: 1, description: 'What each of them is asked in every round.' }),
    stub: Type.Optional(stubSchema),
  },
  { rule: probeRule },
);

export type ProbeFile = Static<typeof probeSchema>;
