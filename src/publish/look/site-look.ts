/** What makes a site an operator's own, beside its words. */
export interface SiteLook {
  /** Shown before the title; `null`: none. */
  readonly logo: Logo | null;
  readonly colours: AccentColours;
  readonly links: readonly OperatorLink[];
}

/** A picture that has been found harmless. */
export interface Logo {
  readonly type: LogoType;
  /** Its bytes: text, so that the configuration can be frozen, compared and handed to a thread. */
  readonly base64: string;
}

export type LogoType = 'svg' | 'png';

/** Colours of links, focus and header, as `#rrggbb`; `null`: our own. */
export interface AccentColours {
  readonly accent: string | null;
  readonly accentDark: string | null;
}

/** Where else an operator wants its readers to find. */
export interface OperatorLink {
  readonly title: string;
  /** https, http or mailto. */
  readonly url: string;
}

export const PLAIN_LOOK: SiteLook = { logo: null, colours: { accent: null, accentDark: null }, links: [] };
