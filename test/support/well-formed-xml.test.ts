import { describe, expect, it } from 'vitest';

import { wellFormedXml } from './well-formed-xml.js';

describe('wellFormedXml()', () => {
  it('gives elements with their attributes and text', () => {
    expect(wellFormedXml('<?xml version="1.0"?>\n<a b="1 &lt; 2"><c/>x &amp; <![CDATA[<y>]]></a>\n')).toEqual([
      { name: 'a', attributes: { b: '1 < 2' }, text: 'x & <y>' },
      { name: 'c', attributes: {}, text: '' },
    ]);
  });

  it.each([
    '',
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '<a b=c/>',
    '<a b="<"/>',
    '<a b="1" b="2"/>',
    '<a>&nbsp;</a>',
    '<a>&</a>',
    '<a>&amp</a>',
    '<a>&#0;</a>',
    '<a>]]></a>',
    '<a>\u0001</a>',
    '<a>\ud800</a>',
    '<a><![CDATA[]]>]]></a>',
    'x<a/>',
    ' <?xml version="1.0"?><a/>',
  ])('refuses %j', (document) => {
    expect(() => wellFormedXml(document)).toThrow();
  });
});
