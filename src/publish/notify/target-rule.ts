import { isIP } from 'node:net';

import type { SettingIssue, SettingRule } from '../../domain/setting.js';
import { isPublicAddress } from '../outbound/public-address.js';
import { SAMPLE_KINDS, type SampleKind } from './sample-events.js';
import { contentTypeOf, DEFAULT_CONTENT_TYPE } from './template/content-types.js';
import { templateFaults } from './template/template-faults.js';

/** What is wrong with a target as a whole. */
export const targetRule: SettingRule = (target) => [...addressIssues(target), ...templateIssues(target)];

/** Headers that are ours, or the connection's (RFC 9110 §7.6.1); any spelling of their names. */
const OURS = [
  ...['content-type', 'content-length', 'content-encoding', 'user-agent', 'host', 'connection', 'keep-alive', 'te'],
  ...['transfer-encoding', 'trailer', 'upgrade', 'expect', 'proxy-connection', 'proxy-authorization'],
];

/** RFC 9110 §5.6.2: a token. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

export const headersRule: SettingRule = (headers) => {
  const names = Object.keys(headers);
  const lower = names.map((one) => one.toLowerCase());
  return names.flatMap((found, index): readonly SettingIssue[] => {
    const at = `/${found.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const issue = (message: string): readonly SettingIssue[] => [{ at, on: 'key', message }];
    const known = lower[index] ?? '';
    if (!HEADER_NAME.test(found)) return issue('must be the name of a header: letters, digits and hyphens');
    if (OURS.includes(known) || known.startsWith('x-resolver-slo-'))
      return issue(
        `header "${found}" is set by the program${known === 'content-type' ? ' ("contentType" says it)' : ''}`,
      );
    return lower.indexOf(known) === index ? [] : issue(`header "${found}" is there twice: names differ in case only`);
  });
};

/** RFC 9110 §5.5: visible characters, spaces and tabs between them. */
export function headerValueFault(found: string): string | null {
  return /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/.test(found)
    ? null
    : 'must be printable ASCII characters, without a space at either end';
}

/** A name may lead anywhere: that is seen when it is connected to. */
function addressIssues({ webhook, allowPrivate }: Parameters<SettingRule>[0]): readonly SettingIssue[] {
  if (typeof webhook !== 'string' || !URL.canParse(webhook) || allowPrivate === true) return [];
  // The URL parser knows every spelling of an address: 2130706433, 0177.1, 0x7f.1, [::ffff:127.0.0.1].
  const host = new URL(webhook).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const isHere = host === 'localhost' || host.endsWith('.localhost');
  if (!isHere && (isIP(host) === 0 || isPublicAddress(host))) return [];
  const message =
    'must not lead to an address that is not public; if it is meant to, set "allowPrivate: true" beside it';
  return [{ at: '/webhook', message }];
}

function templateIssues(target: Parameters<SettingRule>[0]): readonly SettingIssue[] {
  const { template, contentType, format } = target;
  if (template === undefined) {
    const message = '"contentType" says what a "template" makes, and there is none';
    return contentType === undefined ? [] : [{ at: '/contentType', on: 'key', message }];
  }
  if (format !== undefined && format !== 'json')
    return [{ at: '/template', on: 'key', message: '"template" goes with format json only' }];
  const type = typeof contentType === 'string' ? contentTypeOf(contentType) : contentTypeOf(DEFAULT_CONTENT_TYPE);
  if (typeof template !== 'string' || type === null) return [];
  return templateFaults(template, type, kindsOf(target['events'])).map((message) => ({ at: '/template', message }));
}

/** Of those that there may be samples of; as the default has them where none are named. */
function kindsOf(events: unknown): readonly SampleKind[] {
  return Array.isArray(events) ? SAMPLE_KINDS.filter((kind) => events.includes(kind)) : ['alert'];
}
