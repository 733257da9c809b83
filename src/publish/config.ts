import { type Static, Type } from 'typebox';

import { parseListen } from '../domain/endpoint.js';
import { AUTOMATIC } from '../domain/incident-proposal.js';
import { isLoopback } from '../domain/ip-address.js';
import { httpUrl, listenAddress, name, section, type SettingIssue, type SettingRule, text } from '../domain/setting.js';
import { type ListenAddress, listenOf } from './listen-address.js';
import { publicSchema } from './public-config.js';

export { inspectLogo, MAX_LOGO_BYTES } from './look/inspect-logo.js';
export { EXPORT_MANIFEST, type SiteExportConfig } from './export/export-schema.js';
export type { Logo } from './look/site-look.js';
export { otlpSchema, type OtlpConfig, toOtlpConfig } from './otlp/otlp-schema.js';
export type { ListenAddress } from './listen-address.js';
export { notifySchema, toNotifyTarget } from './notify/notify-schema.js';
export { ALERT_EVENTS, type NotifyTarget } from './notify/notify-target.js';
export { type PublicListenerConfig, toPublicListener } from './public-config.js';

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

/** The host at Mackerel that stands for this vantage. */
export interface MackerelHostConfig {
  readonly customIdentifier: string;
  readonly name: string;
  /** `dns:resolver`; empty: as they are. */
  readonly roles: readonly string[];
}

/** Where other services call. */
export interface WebhooksListenerConfig {
  readonly listen: ListenAddress;
  readonly secret: string;
}

export interface MackerelConfig {
  readonly apiKey: string;
  readonly service: string;
  readonly apiBase: string;
  /** What monitors tell whoever is paged to read. */
  readonly runbook?: string;
  /** Whether evidence is written for alerts that the webhook tells of. */
  readonly evidence: boolean;
  /** The host whose metrics and checks are kept there; `null`: none. */
  readonly host: MackerelHostConfig | null;
  /** Whether each SLO is a check of the host. */
  readonly checks: boolean;
  /** What becomes of corrections that notes there ask for. */
  readonly corrections: 'off' | 'offer' | 'apply';
}

const ADMIN_SCOPES: readonly AdminScope[] = ['metrics', 'read', 'operate'];

const token = (description: string) => text({ secret: true, check: tokenFault, description });

const adminToken = section({
  name: name('Name of the token, kept with what is done by it.'),
  token: token('The secret.'),
  scopes: Type.Array(Type.Enum(ADMIN_SCOPES, { description: 'What it opens.' }), {
    minItems: 1,
    uniqueItems: true,
    description: 'What the token opens: `metrics` (/metrics), `read` (the API), `operate` (operator actions).',
  }),
});

const adminSchema = section(
  {
    listen: listenAddress({ default: '127.0.0.1:8081', description: 'Where metrics and operator actions listen.' }),
    token: Type.Optional(token('One token that opens everything; required off loopback (or `tokens`).')),
    tokens: Type.Optional(
      Type.Array(adminToken, { minItems: 1, description: 'Several tokens, each with its scopes.' }),
    ),
    allowedHosts: Type.Array(text({ form: 'host[:port]', check: hostFault, description: 'A Host header value.' }), {
      uniqueItems: true,
      default: [],
      description: 'Host header values accepted besides the listen address.',
    }),
  },
  { description: 'Metrics and operator actions; absent: none.', rule: adminRule },
);

const webhooksSchema = section(
  {
    listen: listenAddress({ default: '127.0.0.1:8082', description: 'Where webhooks listen.' }),
    secret: token('The secret that callers present; it opens nothing else.'),
  },
  { description: 'Where other services call; absent: none.' },
);

export const httpSchema = section(
  {
    public: Type.Optional(publicSchema),
    admin: Type.Optional(adminSchema),
    webhooks: Type.Optional(webhooksSchema),
  },
  { description: 'HTTP listeners; what the public sees and what an operator does never share a port.', default: {} },
);

const mackerelHostSchema = section(
  {
    customIdentifier: Type.Optional(
      text({
        form: 'identifier',
        check: identifierFault,
        description: 'By which the host is found, or made; default: `resolver-slo.` and the vantage.',
      }),
    ),
    name: Type.Optional(text({ form: 'name', check: identifierFault, description: 'Its name; default: the vantage.' })),
    roles: Type.Array(
      text({ form: 'service:role', check: roleFault, description: 'A role, such as `dns:resolver`.' }),
      {
        uniqueItems: true,
        default: [],
        description: 'Its roles; none: as they are at Mackerel.',
      },
    ),
  },
  { description: 'A host for metrics by resolver, with their graphs; absent: service metrics only.' },
);

export const mackerelSchema = section(
  {
    apiKey: text({ secret: true, check: tokenFault, description: 'API key with permission to write.' }),
    service: text({ form: 'Mackerel service', check: serviceFault, description: 'Service that receives the metrics.' }),
    apiBase: text({
      form: 'URL',
      default: 'https://api.mackerelio.com',
      check: apiBaseFault,
      description: 'Where the API is; plain http on loopback only.',
    }),
    runbook: Type.Optional(
      httpUrl({ description: 'URL that monitors made by `mackerel sync` give to whoever is paged.' }),
    ),
    evidence: Type.Boolean({
      default: true,
      description:
        'Write what was going on into the memos of alerts that Mackerel’s webhook tells of, and annotate graphs.',
    }),
    host: Type.Optional(mackerelHostSchema),
    checks: Type.Boolean({
      default: false,
      description: 'Report each SLO as a check of the host, each minute.',
    }),
    corrections: Type.Enum(['off', 'offer', 'apply'], {
      default: 'offer',
      description:
        'Corrections that people ask for at Mackerel, by `downtime:3m` in the reason for which an alert was closed or `SLO:NAME` in a graph annotation: not looked for (`off`), offered to operators (`offer`, see `correct offers`), or recorded at once (`apply`).',
    }),
  },
  { description: 'Mackerel service metrics, once a minute; absent: no Mackerel.', rule: checksRule },
);

export const heartbeatSchema = httpUrl({
  secret: true,
  description: 'URL fetched each minute while probing, writing and judging all advance.',
});

export function toAdminListener(accepted: Static<typeof adminSchema>): AdminListenerConfig {
  const all = { name: 'admin', scopes: ADMIN_SCOPES };
  const tokens = accepted.tokens ?? (accepted.token === undefined ? [] : [{ ...all, token: accepted.token }]);
  return { listen: listenOf(accepted.listen), tokens, allowedHosts: accepted.allowedHosts };
}

export function toWebhooksListener(accepted: Static<typeof webhooksSchema>): WebhooksListenerConfig {
  return { listen: listenOf(accepted.listen), secret: accepted.secret };
}

export function toMackerelConfig(accepted: Static<typeof mackerelSchema>, vantage: string): MackerelConfig {
  const { host, ...others } = accepted;
  const { customIdentifier = `resolver-slo.${vantage}`, name = vantage, roles = [] } = host ?? {};
  const hostOrNull = host === undefined ? null : { customIdentifier, name, roles };
  return { ...others, apiBase: accepted.apiBase.replace(/\/+$/, ''), host: hostOrNull };
}

function adminRule(admin: Parameters<SettingRule>[0]): readonly SettingIssue[] {
  const hasToken = Object.hasOwn(admin, 'token');
  const hasTokens = Object.hasOwn(admin, 'tokens');
  const listen = typeof admin['listen'] === 'string' ? parseListen(admin['listen']) : null;
  const both = 'give "token" or "tokens", not both';
  const open = 'needs "token" or "tokens", because it is reachable from other machines';
  return [
    ...(hasToken && hasTokens ? [{ at: '/token', on: 'key' as const, message: both }] : []),
    ...(listen !== null && !isLoopback(listen.host) && !hasToken && !hasTokens
      ? [{ at: '/listen', message: open }]
      : []),
    ...tokenNameIssues(admin['tokens']),
  ];
}

function checksRule(mackerel: Parameters<SettingRule>[0]): readonly SettingIssue[] {
  if (mackerel['checks'] !== true || Object.hasOwn(mackerel, 'host')) return [];
  return [{ at: '/checks', message: 'needs "host": checks are those of a host, such as host: {}' }];
}

function tokenNameIssues(tokens: unknown): readonly SettingIssue[] {
  if (!Array.isArray(tokens)) return [];
  const names = tokens.map((item: unknown) => (item as { name?: unknown } | null)?.name);
  return names.flatMap((found, index) => {
    const at = `/tokens/${String(index)}/name`;
    if (found === AUTOMATIC) return [{ at, message: `token name "${AUTOMATIC}" is the program's own: give another` }];
    if (typeof found !== 'string' || names.indexOf(found) === index) return [];
    return [{ at, message: `token name "${found}" is used twice: names must differ` }];
  });
}

function tokenFault(found: string): string | null {
  return /^[\x21-\x7e]+$/.test(found) ? null : 'must be printable ASCII characters without spaces';
}

function hostFault(found: string): string | null {
  const isHost = /^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?$/.test(found);
  return isHost ? null : 'must be a host name or address with an optional port, as a Host header has it';
}

function serviceFault(found: string): string | null {
  return /^[A-Za-z0-9_-]{2,63}$/.test(found) ? null : 'must be 2 to 63 letters, digits, underscores or hyphens';
}

function identifierFault(found: string): string | null {
  return /^[A-Za-z0-9._-]{1,255}$/.test(found)
    ? null
    : 'must be 1 to 255 letters, digits, dots, underscores or hyphens';
}

function roleFault(found: string): string | null {
  return /^[A-Za-z0-9_-]{2,63}: ?[A-Za-z0-9_-]{2,63}$/.test(found)
    ? null
    : 'must be a service and a role of it, such as dns:resolver';
}

function apiBaseFault(found: string): string | null {
  const rule = 'must be an https URL (plain http on loopback only)';
  const url = URL.canParse(found) ? new URL(found) : null;
  if (url?.search !== '' || url.hash !== '' || url.username !== '') return rule;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(host)) ? null : rule;
}
