import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { SAMPLES } from '../../../../src/publish/notify/sample-events.js';
import {
  type ContentType,
  CONTENT_TYPES,
  contentTypeOf,
} from '../../../../src/publish/notify/template/content-types.js';
import { parseTemplate } from '../../../../src/publish/notify/template/parse-template.js';
import { renderTemplate } from '../../../../src/publish/notify/template/render-template.js';
import { templateFaults } from '../../../../src/publish/notify/template/template-faults.js';
import { templateView } from '../../../../src/publish/notify/template/template-view.js';
import { hostileText } from '../../../support/hostile-text.js';

const [JSON_TYPE, TEXT_TYPE, FORM_TYPE] = CONTENT_TYPES as [ContentType, ContentType, ContentType];

function render(text: string, view: object, type: ContentType = JSON_TYPE): string {
  const { parts, faults } = parseTemplate(text, type.isJson);
  expect(faults).toEqual([]);
  return renderTemplate(parts, view, type);
}

describe('renderTemplate()', () => {
  const view = {
    a: 'x "y"\n',
    n: 1.5,
    yes: true,
    no: false,
    nil: null,
    list: [{ b: 'p' }, { b: 'q' }],
    none: [],
    deep: { a: 'inner', z: { y: 2 } },
  };

  it.each([
    ['"{{a}}"', '"x \\"y\\"\\n"'],
    ['{{a}}', '"x \\"y\\"\\n"'],
    ['[{{n}}, {{yes}}, {{nil}}, {{gone}}, {{deep.z.y}}]', '[1.5, true, null, null, 2]'],
    ['"{{n}} {{yes}} {{nil}}{{gone}}"', '"1.5 true "'],
    ['{{deep}}', '{"a":"inner","z":{"y":2}}'],
    ['"{{deep.z}}"', '"{\\"y\\":2}"'],
    ['"\\"{{deep.a}}\\\\"', '"\\"inner\\\\"'],
    ['"{{#list}}{{b}};{{/list}}{{^none}}nothing{{/none}}{{#none}}some{{/none}}"', '"p;q;nothing"'],
    ['"{{#deep}}{{a}} {{n}}{{/deep}}"', '"inner 1.5"'],
    ['"{{#yes}}y{{/yes}}{{#no}}n{{/no}}{{^nil}}nil{{/nil}}"', '"ynil"'],
    ['"{{#a}}{{.}}{{/a}}"', '"x \\"y\\"\\n"'],
    ['"a{{! a remark }}b"', '"ab"'],
  ])('makes of %s %s', (template, expected) => {
    expect(render(template, view)).toBe(expected);
    JSON.parse(expected);
  });

  it('finds only what is there by itself, and calls nothing', () => {
    for (const path of ['constructor', 'toString', 'a.length', '__proto__.toString', 'list.map', 'deep.hasOwnProperty'])
      expect(render(`"{{${path}}}"`, view)).toBe('""');
  });

  it('writes plain text as it is, and form values encoded', () => {
    expect(render('{{a}}|{{n}}|{{nil}}', view, TEXT_TYPE)).toBe('x "y"\n|1.5|');
    expect(render('a={{a}}&n={{n}}&nil={{nil}}', view, FORM_TYPE)).toBe('a=x%20%22y%22%0A&n=1.5&nil=');
    expect(render('a={{a}}', { a: '\ud800&b=1' }, FORM_TYPE)).toBe('a=%EF%BF%BD%26b%3D1');
  });
});

/** Any value an event may hold, texts that mean something to JSON among them. */
const value = () => {
  const text = fc.oneof(
    hostileText(),
    fc.constantFrom('"', '\\', '\\"', '","x":"', '"}', '{{a}}', '}}', '\u2028', '\ud800'),
  );
  return fc.oneof(
    text,
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(text, { maxLength: 3 }),
    fc.record({ t: text }),
  );
};

/** Templates of JSON as people write them: values alone, in texts and keys, and sections around some of these. */
const template = () => {
  const path = fc.constantFrom('a', 'b', 'c.t', 'd', 'gone');
  const tag = path.map((name) => `{{${name}}}`);
  const inText = fc.oneof(tag, fc.constantFrom('x', '\\"', '\\\\', ' ', '\\u0041', '{ ', ' } '));
  const chars = fc.array(inText, { maxLength: 5 }).map((parts) => parts.join(' '));
  const guarded = fc
    .tuple(fc.constantFrom('#', '^'), path, chars)
    .map(([sign, name, inner]) => `{{${sign}${name}}}${inner}{{/${name}}}`);
  const text = fc.array(fc.oneof(chars, guarded), { maxLength: 3 }).map((parts) => `"${parts.join(' ')}"`);
  const item = fc.oneof(text, tag);
  const member = fc
    .tuple(item, path, fc.constantFrom('#', '^'))
    .map(([inner, name, sign]) => `{{${sign}${name}}}"k": ${inner},{{/${name}}}`);
  return fc
    .array(
      fc.oneof(
        member,
        item.map((inner) => `"k": ${inner},`),
      ),
      { maxLength: 4 },
    )
    .map((all) => `{ ${all.join('\n')}"end": 0}`);
};

describe('templates of JSON', () => {
  it('make valid JSON of whatever people call things', () => {
    const views = fc.record({ a: value(), b: value(), c: fc.record({ t: value() }), d: value() });
    fc.assert(
      fc.property(template(), views, (text, view) => {
        const made = JSON.parse(render(text, view)) as Record<string, unknown>;
        expect(made['end']).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it('give back a value as it was, be it in a text or alone', () => {
    fc.assert(
      fc.property(value(), hostileText(), (any, text) => {
        const made = JSON.parse(render('{"any": {{any}}, "text": "<{{text}}>"}', { any, text })) as object;
        expect(made).toEqual({ any: JSON.parse(JSON.stringify(any)) as unknown, text: `<${text}>` });
      }),
    );
  });

  it('put nothing beside a value of a form', () => {
    fc.assert(
      fc.property(hostileText(), (text) => {
        const made = new URLSearchParams(render('a={{text}}&b=2', { text }, FORM_TYPE));
        expect([...made.keys()]).toEqual(['a', 'b']);
      }),
    );
  });
});

describe('templateFaults()', () => {
  it('finds nothing wrong with templates as the guide shows them, for what they are made for', () => {
    const good =
      '{"text": "{{message.title}}{{#alert}} {{alert.severity}}{{/alert}}", "url": {{url}}, "m": {{maintenance}}}';
    expect(templateFaults(good, JSON_TYPE, ['maintenance'])).toEqual([]);
    expect(templateFaults(good, JSON_TYPE, ['alert'])).toEqual([
      'line 1, column 91 of the template: no event that the target asks for has "maintenance"',
    ]);
    expect(
      templateFaults('{{message.title}}\n{{message.text}}', TEXT_TYPE, ['alert', 'incident', 'maintenance']),
    ).toEqual([]);
  });

  it('takes what every event has, of every kind', () => {
    const paths = ['id', 'event', 'action', 'time', 'public', 'url'];
    const message = [
      'uid',
      'org',
      'title',
      'state',
      'isAlerting',
      'isOver',
      'isCritical',
      'severity',
      'text',
      'link',
      'imageUrl',
      'time',
    ];
    const all = [...paths, ...message.map((key) => `message.${key}`)].map((path) => `{{${path}}}`).join(', ');
    expect(templateFaults(`[${all}]`, JSON_TYPE, ['alert', 'incident', 'maintenance'])).toEqual([]);
  });

  it('tells of a brace that a tag took for its own', () => {
    const [fault] = templateFaults('{{{#url}}"a": 1{{/url}}}', JSON_TYPE, ['alert']);
    expect(fault).toContain('apart from a brace before it');
  });

  it('finds JSON that is none where something is missing', () => {
    expect(templateFaults('{"a": {{#url}}1{{/url}}}', JSON_TYPE, ['alert'])).toEqual([
      expect.stringMatching(/^must make valid JSON, which it does not of events alert resolved: /) as string,
    ]);
  });

  it('finds JSON that is none where a list has no item, or several', () => {
    const faultOf = (list: string) => templateFaults(`{"slos": [${list}]}`, JSON_TYPE, ['incident']).length;
    expect(faultOf('{{#incident.slos}}{{.}}{{/incident.slos}}')).toBe(1);
    expect(faultOf('{{#incident.slos}}{{.}},{{/incident.slos}}')).toBe(1);
    expect(faultOf('{{#incident.slos}}{{.}},{{/incident.slos}} null')).toBe(0);
    expect(templateFaults('{"slos": {{incident.slos}}}', JSON_TYPE, ['incident'])).toEqual([]);
  });

  it('shows nothing of a template but paths', () => {
    const secret = 's3cret-key';
    for (const text of [
      `{"k": "${secret}`,
      `{"k": "${secret}", {{nothing}}}`,
      `{"k": "${secret}"`,
      `{{{${secret}}}}`,
      `{{#a}}${secret}`,
    ])
      for (const fault of templateFaults(text, JSON_TYPE, ['alert'])) expect(fault).not.toContain(secret);
  });

  it('never throws, and judges rightly what it finds nothing wrong with', () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      '{',
      '}',
      '"',
      '\\',
      '#',
      '/',
      '^',
      'url',
      'alert',
      '.name',
      ' ',
      '\n',
      ',',
      ':',
      '1',
      '!',
      '=',
      '&',
      '>',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        if (templateFaults(text, JSON_TYPE, ['alert']).length > 0) return;
        for (const sample of SAMPLES.filter(({ event }) => event.event === 'alert'))
          JSON.parse(render(text, templateView(sample)));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('contentTypeOf()', () => {
  it('knows what templates can make', () => {
    expect(contentTypeOf('text/plain')).toBe(TEXT_TYPE);
    expect(contentTypeOf('text/html')).toBeNull();
  });
});
