/** Established ways of reckoning that one annotation (`resolver-slo/preset`) turns on. */
export const PRESETS = ['icann-slr', 'rssac047', 'resolver-basic'] as const;

export type Preset = (typeof PRESETS)[number];

export function isPreset(text: string): text is Preset {
  return (PRESETS as readonly string[]).includes(text);
}
