export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** The page and API that everybody may read. */
export interface PublicListenerConfig {
  readonly listen: ListenAddress;
  readonly baseUrl: string | null;
  readonly title: string;
  readonly languages: readonly string[];
  /** IANA zone of the page's days. */
  readonly timeZone: string;
}

export type AdminScope = 'metrics' | 'read' | 'operate';

export interface AdminToken {
  readonly name: string;
  readonly token: string;
  readonly scopes: readonly AdminScope[];
}

/** Metrics and operator actions. */
export interface AdminListenerConfig {
  readonly listen: ListenAddress;
  /** Empty: no token is asked for, which is allowed on loopback only. */
  readonly tokens: readonly AdminToken[];
  /** Host header values accepted besides the listen address. */
  readonly allowedHosts: readonly string[];
}

export interface MackerelConfig {
  readonly apiKey: string;
  readonly service: string;
  readonly apiBase: string;
}
