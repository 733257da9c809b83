import type { DnsEndpoint, ProbeDefinition } from '../domain/probe-definition.js';
import type { SloDefinition } from '../domain/slo-definition.js';
import type { IncidentsConfig } from '../judge/config.js';
import type { LabConfig } from '../lab/config.js';
import type {
  AdminListenerConfig,
  MackerelConfig,
  NotifyTarget,
  OtlpConfig,
  PublicListenerConfig,
  WebhooksListenerConfig,
} from '../publish/config.js';
import type { RetentionConfig, StoreConfig } from '../record/config.js';

/** Everything the user configured, validated, with defaults filled in; frozen. Paths are absolute. */
export interface Config {
  readonly file: string;
  readonly vantage: string;
  readonly probes: readonly ProbeDefinition[];
  readonly slos: readonly SloDefinition[];
  readonly store: StoreConfig;
  readonly retention: RetentionConfig;
  readonly bootstrap: readonly DnsEndpoint[];
  readonly canary: readonly DnsEndpoint[];
  /** A secret. */
  readonly heartbeat: string | null;
  readonly publicHttp: PublicListenerConfig | null;
  readonly adminHttp: AdminListenerConfig | null;
  readonly webhooksHttp: WebhooksListenerConfig | null;
  readonly incidents: IncidentsConfig;
  readonly mackerel: MackerelConfig | null;
  readonly otlp: OtlpConfig | null;
  readonly notify: readonly NotifyTarget[];
  readonly lab: LabConfig | null;
}
