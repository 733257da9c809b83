import type { NotifyTarget } from './notify-target.js';
import { grafanaFormat } from './formats/grafana-format.js';
import { slackFormat } from './formats/slack-format.js';
import { signatureHeaders } from './signature.js';
import { contentTypeOf } from './template/content-types.js';
import { parseTemplate } from './template/parse-template.js';
import { renderTemplate } from './template/render-template.js';
import { templateView } from './template/template-view.js';
import type { ToldEvent } from './told-event.js';

export interface TargetRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a target is sent of an event now; `null`: in its format there is nothing to say of it. */
export function targetRequest(
  target: NotifyTarget,
  told: ToldEvent,
  { version, nowMs }: { readonly version: string; readonly nowMs: number },
): TargetRequest | null {
  const made = bodyOf(target, told);
  if (made === null) return null;
  const { body, contentType } = made;
  const signature = target.secret === null ? {} : signatureHeaders(target.secret, body, nowMs);
  const own = { 'Content-Type': contentType, 'User-Agent': `resolver-slo/${version}` };
  return { headers: { ...target.headers, ...own, ...signature }, body };
}

interface Body {
  readonly body: string;
  readonly contentType: string;
}

function bodyOf({ format, template }: NotifyTarget, told: ToldEvent): Body | null {
  switch (format) {
    case 'json':
      return template === null ? inJson(told.event) : templateBody(template, told);
    case 'slack':
      return inJson(slackFormat(told.message));
    case 'grafana':
      return inJson(grafanaFormat(told.message));
    default:
      return format satisfies never;
  }
}

function inJson(value: object | null): Body | null {
  return value === null ? null : { body: JSON.stringify(value), contentType: 'application/json' };
}

function templateBody({ text, contentType }: NonNullable<NotifyTarget['template']>, told: ToldEvent): Body {
  const type = contentTypeOf(contentType);
  if (type === null) throw new TypeError(`not a content type of templates: ${contentType}`);
  const { parts } = parseTemplate(text, type.isJson);
  return { body: renderTemplate(parts, templateView(told), type), contentType: type.header };
}
