import { describe, expect, it } from 'vitest';

import { inspectLogo } from '../../../src/publish/look/inspect-logo.js';

const svg = (content: string, attributes = ''): Uint8Array =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8" ${attributes}>${content}</svg>`);

describe('inspectLogo()', () => {
  it.each([
    ['shapes', svg('<path d="M1 1v6" fill="#123456"/>')],
    ['parts of itself', svg('<g id="a"/><use href="#a"/><path fill="url(#a)" style="fill: url( \'#a\' )"/>')],
    ['pixels of its own', svg('<image href="data:image/png;base64,AAAA"/>')],
    ['both schemes', svg('<style>@media (prefers-color-scheme: dark) { path { fill: #fff } }</style>')],
    [
      'a prologue',
      Buffer.from('\ufeff<?xml version="1.0"?>\n<!-- made by hand -->\n<svg xmlns="http://www.w3.org/2000/svg"/>'),
    ],
  ])('accepts an SVG with %s', (_, bytes) => {
    expect(inspectLogo(bytes)).toEqual({ type: 'svg' });
  });

  it.each([
    ['a script', svg('<script>alert(1)</script>')],
    ['a script', svg('<s:SCRIPT xmlns:s="http://www.w3.org/2000/svg"/>')],
    ['a script', svg('<!-- <script> -->')],
    ['an event handler (on…=)', svg('', 'onload="alert(1)"')],
    ['an event handler (on…=)', svg('<g\nonclick = "x()"/>')],
    ['foreign content', svg('<foreignObject><p/></foreignObject>')],
    ['a document type or entities', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/><!DOCTYPE svg>')],
    ['a reference to something outside it', svg('<image href="https://example.org/x.png"/>')],
    ['a reference to something outside it', svg("<image xlink:href = '//example.org/x.png'/>")],
    ['a reference to something outside it', svg('<image href="&#104;ttps://example.org/x.png"/>')],
    ['a reference to something outside it', svg('<image href="data:image/svg+xml,x"/>')],
    ['a reference to something outside it', svg('<path style="fill: u&#x72;l(https://example.org/x)"/>')],
    ['a reference to something outside it', svg('<style>@import "https://example.org/x.css";</style>')],
    ['an animation of what it refers to', svg('<set attributeName="xlink:href" to="x"/>')],
    ['escaped characters (\\)', svg('<path style="fill: u\\72l(https://example.org/x)"/>')],
  ])('refuses an SVG with %s', (danger, bytes) => {
    expect(inspectLogo(bytes)).toEqual({ fault: `must be a picture and nothing else: this SVG has ${danger}` });
  });

  it('accepts a PNG by its first bytes', () => {
    expect(inspectLogo(Buffer.from('89504e470d0a1a0a0000000d4948445200', 'hex'))).toEqual({ type: 'png' });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a page', Buffer.from('<html><svg xmlns="http://www.w3.org/2000/svg"/></html>')],
    ['an SVG without its name space', Buffer.from('<svg viewBox="0 0 1 1"/>')],
    ['an SVG in another encoding', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg">é</svg>', 'latin1')],
    ['half a PNG signature', Buffer.from('89504e470d0a', 'hex')],
  ])('takes %s for no picture', (_, bytes) => {
    expect(inspectLogo(bytes)).toEqual({ fault: 'must be an SVG (in UTF-8) or PNG picture' });
  });
});
