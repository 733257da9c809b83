import type { TextHook } from '../openslo/document/text-hook.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Replaces each `${NAME}` of a text by that environment variable; an unset one is a complaint. */
export function environmentHook(env: Environment): TextHook {
  return (text) => {
    const unset: string[] = [];
    const expanded = text.replace(VARIABLE, (_, name: string) => {
      const value = Object.hasOwn(env, name) ? env[name] : undefined;
      if (value === undefined) unset.push(name);
      return value ?? '';
    });
    if (unset.length > 0)
      return { complaint: unset.map((name) => `environment variable ${name} is not set`).join('; ') };
    if (text.replace(VARIABLE, '').includes('${'))
      return { complaint: 'must have ${NAME} with a name of letters, digits and _' };
    return { text: expanded };
  };
}

/** Probe and SLO files reach the network and the public: nothing of the environment may slip into them. */
export const noEnvironmentHook: TextHook = (text) =>
  text.includes('${')
    ? {
        complaint:
          '${NAME} is read from the environment in the main file (resolver-slo.yaml) only: write the value itself',
      }
    : { text };

const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;
