import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { markdownHtml } from '../../../src/publish/markdown/markdown-html.js';
import { HOSTILE_TEXTS, hostileText } from '../../support/hostile-text.js';
import { wellFormedXml } from '../../support/well-formed-xml.js';

const html = (text: string, topHeading = 4) => markdownHtml(text, { topHeading });

describe('markdownHtml()', () => {
  it('renders what operators write', () => {
    expect(html('Two of **four** resolvers.\nWe are [looking](https://example.org/x?a=1&b=2).\n\n- `ns1`\n- ns2')).toBe(
      '<p dir="auto">Two of <strong>four</strong> resolvers.<br>\n' +
        'We are <a href="https://example.org/x?a=1&amp;b=2" rel="nofollow noopener noreferrer"><bdi>looking</bdi></a>.</p>\n' +
        '<ul>\n<li dir="auto"><code>ns1</code></li>\n<li dir="auto">ns2</li>\n</ul>',
    );
  });

  it('makes links of addresses that say what they are, and of nothing else', () => {
    expect(html('see https://example.org, mailto:noc@example.org')).toMatch(/<a href="https:.*<a href="mailto:/);
    expect(html('readme.md example.org noc@example.org //example.org ftp://example.org/')).not.toContain('<a');
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java&#10;script:alert(1)',
    '&#106;avascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'data:image/png;base64,AAAA',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:null/x',
    '//example.org/x',
    '/slo/x',
    'x.html',
    '\u0001javascript:alert(1)',
  ])('does not link "%s"', (address) => {
    for (const text of [
      `[x](${address})`,
      `[x](<${address}>)`,
      `![x](${address})`,
      `<${address}>`,
      `[x][1]\n\n[1]: ${address}`,
    ])
      expect(html(text)).not.toContain('href');
  });

  it('passes no HTML on', () => {
    expect(html('<script>alert(1)</script>\n\n<img src=x onerror=y> a <b>c</b> <!-- d -->')).not.toMatch(
      /<(script|img|b|!)/,
    );
  });

  it('shows images as links, within a link as their text', () => {
    expect(html('![a *graph*](https://example.org/g.png)')).toBe(
      '<p dir="auto"><a href="https://example.org/g.png" rel="nofollow noopener noreferrer"><bdi>a graph</bdi></a></p>',
    );
    expect(html('[![g](https://example.org/g.png)](https://example.org/)')).toMatch(
      /^<p[^>]*><a [^>]*><bdi>g<\/bdi><\/a><\/p>$/,
    );
    expect(html('![](https://example.org/g.png)')).toContain('<bdi>https://example.org/g.png</bdi>');
  });

  it('puts headings below those of the page and leaves out no level', () => {
    expect(html('# a\n## b\n### c\n#### d\n# e').match(/<h\d/g)).toEqual(['<h4', '<h5', '<h6', '<h6', '<h4']);
    expect(html('### a\n##### b\n# c', 3).match(/<h\d/g)).toEqual(['<h3', '<h4', '<h3']);
  });

  it('needs no inline style for tables', () => {
    const table = html('a|b\n:-|-:\n1|2');
    expect(table).toContain('<td dir="auto">2</td>');
    expect(table).not.toContain('style');
  });

  it('keeps an override of direction within its link and its block', () => {
    expect(html('[\u202egnp.exe](https://example.org/) after')).toContain('<bdi>\u202egnp.exe</bdi></a> after');
  });

  it.each(Object.entries(HOSTILE_TEXTS))('makes well-formed, harmless markup of %s', (_, text) => {
    checkHarmless(html(text));
  });

  it('makes well-formed, harmless markup of anything', () => {
    fc.assert(fc.property(hostileText(), (text) => checkHarmless(html(text))));
  });

  it.each(['> ', '- ', '[', '![', '*', '_', '`', '(', '<', '[a](', '&#', '~~', '|a', '**a ', '[x]: y\n'])(
    'is quick with 10,000 characters of "%s"',
    (piece) => {
      const beganAt = performance.now();
      html(piece.repeat(Math.ceil(10_000 / piece.length)));
      expect(performance.now() - beganAt).toBeLessThan(1_500);
    },
  );
});

const ELEMENTS = new Set(
  'p br a bdi strong em s code pre ul ol li blockquote h4 h5 h6 hr table thead tbody tr th td'.split(' '),
);
const ATTRIBUTES = new Set(['dir', 'href', 'rel', 'title', 'class', 'start']);

/** Only elements and attributes that Markdown itself makes, and only links that are allowed. */
function checkHarmless(markup: string): void {
  const elements = wellFormedXml(`<x>${markup.replace(/<(br|hr)>/g, '<$1/>')}</x>`).slice(1);
  for (const { name, attributes } of elements) {
    expect(ELEMENTS).toContain(name);
    for (const [attribute, value] of Object.entries(attributes)) {
      expect(ATTRIBUTES).toContain(attribute);
      if (attribute === 'href') expect(value).toMatch(/^(https?|mailto):/i);
      if (attribute === 'class') expect(value).toMatch(/^language-/);
    }
    if (name === 'a') expect(attributes['rel']).toBe('nofollow noopener noreferrer');
  }
}
