import fc from 'fast-check';

/** What people and machines may have put into names, titles and messages. */
export const HOSTILE_TEXTS: Readonly<Record<string, string>> = {
  html: '<script>alert(1)</script><b title="x">&amp; "\'</b> <!-- --> <![CDATA[x]]>',
  cdata: ']]> ]]> <![CDATA[ ]]]]>]]>',
  entities: '&amp;amp; &lt;b&gt; &#12; &#x0; &#xd800; &nosuch;',
  rtl: 'مستوى الخدمة \u202e RTL \u2066 isolate \u202b',
  emoji: '🦊👩‍👩‍👧‍👦🏳️‍🌈 日本語のリゾルバ',
  controls: 'a\u0000b\u0001c\u001b[31md\u0007e\u000bf\u000cg\u007fh\u0085i\u2028j\u2029k\ufeffl\ufffem\uffff',
  surrogates: 'a\ud800b\udfffc',
  lines: 'one\r\ntwo\rthree\n\n\nBEGIN:VEVENT\nEND:VCALENDAR\\n;,:"',
  long: 'x'.repeat(200),
  longWide: '日'.repeat(200),
  markdown: '# a\n> > > - 1. **b** [c](javascript:d) ![e](https://example.org/"onload=f) `]]>`',
  fence: '```"><script>\n</code>]]>\n```',
  empty: '   ',
};

/** Any text, often with pieces that mean something to HTML, XML, Markdown or calendars. */
export function hostileText(): fc.Arbitrary<string> {
  const pieces = [
    ...['<', '>', '&', '"', "'", ']]>', '<![CDATA[', '<script>', '</a>', '&#12;', '&amp;', '<!--', '\u202e', '\u0000'],
    ...['\ud800', '\u001b', '[', '](', ')', '![', '`', '**', '_', '\n', '\n\n', '# ', '> ', '- ', '1. ', '|', '~~~\n'],
    ...[
      'javascript:',
      'https://example.org/',
      'mailto:a@example.org',
      '\\',
      ';',
      ',',
      ':',
      '\r\n',
      '🦊',
      'مر',
      '[a]: ',
      '\t',
    ],
  ];
  const piece = fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 5 }));
  return fc.array(piece, { maxLength: 40 }).map((all) => all.join(''));
}
