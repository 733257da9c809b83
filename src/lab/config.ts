import { type Static, Type } from 'typebox';

import { parseListen } from '../domain/endpoint.js';
import { duration, durationMs, listenAddress, section, text } from '../domain/setting.js';

/** The embedded resolver of the demo. */
export interface LabConfig {
  readonly listen: { readonly host: string; readonly port: number };
  /** Absolute path of the scenario file; `null`: always well. */
  readonly scenarioFile: string | null;
  /** How much history to generate into an empty store, so that the demo's page shows months; 0: none. */
  readonly historyMs: number;
}

export const labSchema = section(
  {
    listen: listenAddress({ default: '127.0.0.1:5300', description: 'UDP and TCP address of the lab resolver.' }),
    scenario: Type.Optional(
      text({ form: 'path', description: 'Scenario of scripted faults, relative to this file; absent: always well.' }),
    ),
    history: duration({
      min: '0s',
      max: '400d',
      default: '0s',
      description:
        'How much demo history to generate into an empty store; it is labelled as demo data wherever it shows.',
    }),
  },
  { description: 'The embedded lab resolver, for demonstrations and rehearsals only.' },
);

export function toLabConfig(accepted: Static<typeof labSchema>, resolvePath: (path: string) => string): LabConfig {
  const listen = parseListen(accepted.listen);
  if (listen === null) throw new RangeError(`not a listen address: ${accepted.listen}`);
  return {
    listen,
    scenarioFile: accepted.scenario === undefined ? null : resolvePath(accepted.scenario),
    historyMs: durationMs(accepted.history),
  };
}
