/**
 * The words in which rooms write the schema of their section. Besides JSON Schema they use:
 * `form`, how a value is written, for messages and the reference page; `check`, a test of one
 * scalar; `rule`, a test of a map or list as a whole; `secret`, a value no message may show.
 */
import { Type, type TProperties } from 'typebox';

import { formatDuration, parseDurationMs } from './duration.js';
import { mappedIpv4In, parseEndpoint, parseListen } from './endpoint.js';
import { canonicalAddress, unaskableFault } from './ip-address.js';
import { NAME_PATTERN } from './series.js';

/** What is wrong inside a map or list. */
export interface SettingIssue {
  /** JSON pointer from the map or list that has the rule; empty for itself. */
  readonly at: string;
  /** Where to point: at the value (default) or at its key. */
  readonly on?: 'key' | 'value';
  readonly message: string;
}

/** Tests one scalar of the right type: what it must be, or `null` if it is. The value found is added by the caller. */
export type SettingCheck = (value: string) => string | null;

/** Tests a map whose members may be of any type still: wrong ones are reported elsewhere. */
export type SettingRule = (value: Readonly<Record<string, unknown>>) => readonly SettingIssue[];

interface About {
  readonly description: string;
  readonly default?: string;
  readonly secret?: boolean;
}

/** A map that holds these keys and no others. */
export function section<P extends TProperties>(
  properties: P,
  about: { description?: string; default?: object; rule?: SettingRule } = {},
) {
  return Type.Object(properties, { ...about, additionalProperties: false });
}

/** Text that `check` accepts (any, without one), written in the given form. */
export function text(about: About & { form?: string; range?: string; check?: SettingCheck; maxLength?: number }) {
  return Type.String({ form: 'text', minLength: 1, ...about });
}

export function flag(description: string, byDefault: boolean) {
  return Type.Boolean({ description, default: byDefault });
}

export function integer(about: { description: string; minimum: number; maximum: number; default?: number }) {
  return Type.Integer(about);
}

/** A duration text between two others, both inclusive. */
export function duration(about: About & { min: string; max: string }) {
  const { min, max, ...rest } = about;
  const check: SettingCheck = (found) => outOfRange(found, min, max);
  return Type.String({ ...rest, form: 'duration', range: `${min} … ${max}`, check });
}

export function name(description: string) {
  return text({ description, form: 'name', check: (found) => (NAME.test(found) ? null : NAME_RULE) });
}

export function ipAddress(description: string) {
  const rule = 'must be an IPv4 or IPv6 address without a port or scope id, such as 192.0.2.53';
  return text({
    description,
    form: 'address',
    check: (found) => (canonicalAddress(found) === null ? (mappedFault(found) ?? rule) : null),
  });
}

/** The address of a DNS responder, with port 53 unless it says another. */
export function dnsEndpoint(description: string) {
  const rule = 'must be an address with an optional port, such as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353';
  return text({
    description,
    form: 'address[:port]',
    check: (found) => {
      const endpoint = parseEndpoint(found, 53);
      return endpoint === null ? (mappedFault(found) ?? rule) : unaskableFault(endpoint.address);
    },
  });
}

export function listenAddress(about: About) {
  const rule = 'must be an address and a port, such as 127.0.0.1:8080 or [::1]:8080';
  return text({
    ...about,
    form: 'address:port',
    check: (found) => (parseListen(found) === null ? (mappedFault(found) ?? rule) : null),
  });
}

/** An absolute http(s) URL without credentials or fragment. */
export function httpUrl(about: About & { httpsOnly?: boolean }) {
  const { httpsOnly = false, ...rest } = about;
  return text({ ...rest, form: 'URL', check: (found) => urlFault(found, httpsOnly) });
}

/** The milliseconds of a duration that its schema has accepted; throws `RangeError` for any other text. */
export function durationMs(accepted: string): number {
  const ms = parseDurationMs(accepted);
  if (ms === null) throw new RangeError(`not a duration: ${accepted}`);
  return ms;
}

const NAME = new RegExp(NAME_PATTERN);
const NAME_RULE = 'must be 1 to 63 letters, digits, dots, underscores or hyphens, starting with a letter or digit';

function mappedFault(found: string): string | null {
  const address = mappedIpv4In(found);
  return address === null ? null : `must be written as the IPv4 address that it maps, ${address}`;
}

function outOfRange(found: string, min: string, max: string): string | null {
  const ms = parseDurationMs(found);
  if (ms === null) return 'must be a duration: a whole number and one of us, ms, s, m, h, d, y, such as 250ms or 28d';
  if (ms >= durationMs(min) && ms <= durationMs(max)) return null;
  return `must be between ${formatDuration(durationMs(min))} and ${formatDuration(durationMs(max))}`;
}

function urlFault(found: string, httpsOnly: boolean): string | null {
  const url = URL.canParse(found) ? new URL(found) : null;
  const schemes = httpsOnly ? ['https:'] : ['https:', 'http:'];
  if (url === null || !schemes.includes(url.protocol)) return `must be an ${httpsOnly ? 'https' : 'http or https'} URL`;
  if (url.username !== '' || url.password !== '') return 'must be a URL without a user name or password';
  return url.hash === '' ? null : 'must be a URL without a fragment (#…)';
}
