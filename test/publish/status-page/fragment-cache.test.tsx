import type { VNode } from 'preact';
import { describe, expect, it, vi } from 'vitest';

import { FragmentCache } from '../../../src/publish/status-page/fragment-cache.js';

/** What a document of only these fragments has in it. */
function textOf(cache: FragmentCache, ...marks: readonly string[]): string {
  return bodyOf(cache, <div dangerouslySetInnerHTML={{ __html: marks.join('') }} />);
}

function bodyOf(cache: FragmentCache, node: VNode): string {
  return /^<!doctype html><div>(.*)<\/div>$/.exec(cache.document(node).toString())![1]!;
}

describe('FragmentCache', () => {
  it('renders again only when the value of a slot changes', () => {
    const cache = new FragmentCache();
    const render = vi.fn(() => <b>{render.mock.calls.length}</b>);
    const marks = ['1', '1', '2'].map((value) => cache.html('a', value, render));
    expect(textOf(cache, ...marks)).toBe('<b>1</b><b>1</b><b>2</b>');
  });

  it('takes as the same what is said to be', () => {
    const cache = new FragmentCache();
    const isSame = (a: { n: number }, b: { n: number }): boolean => a.n === b.n;
    const marks = [1, 1, 2].map((n, i) => cache.html('a', { n }, () => <b>{i}</b>, isSame));
    expect(textOf(cache, ...marks)).toBe('<b>0</b><b>0</b><b>2</b>');
  });

  it('keeps slots apart', () => {
    const cache = new FragmentCache();
    const marks = [cache.html('a', '1', () => <i />), cache.html('b', '1', () => <b />)];
    expect(textOf(cache, ...marks)).toBe('<i></i><b></b>');
  });

  it('puts fragments into fragments, of the same ones as long as nothing of them changes', () => {
    const cache = new FragmentCache();
    const inner = vi.fn(() => <i>é</i>);
    const outer = (value: number) =>
      cache.html('outer', value, () => (
        <p>
          {value} <b dangerouslySetInnerHTML={{ __html: cache.html('inner', 'same', inner) }} />
        </p>
      ));
    expect(textOf(cache, outer(1))).toBe('<p>1 <b><i>é</i></b></p>');
    expect(textOf(cache, outer(2))).toBe('<p>2 <b><i>é</i></b></p>');
    expect(inner).toHaveBeenCalledTimes(1);
  });

  it('takes nothing that users write for a fragment', () => {
    const cache = new FragmentCache();
    cache.html('secret', '1', () => <i>secret</i>);
    const written = '<!--fragment 0-->';
    const html = bodyOf(
      cache,
      <div>
        <b title={written}>{written}</b>
      </div>,
    );
    expect(html).toBe('<b title="&lt;!--fragment 0-->">&lt;!--fragment 0--></b>');
  });

  it('forgets the oldest slot when there are too many, but nothing of the document under way', () => {
    const cache = new FragmentCache(2);
    const marks = ['a', 'b', 'c'].map((slot) => cache.html(slot, 'k', () => <i>{slot}</i>));
    expect(textOf(cache, ...marks)).toBe('<i>a</i><i>b</i><i>c</i>');
    expect(
      textOf(
        cache,
        cache.html('a', 'k', () => <b />),
      ),
    ).toBe('<b></b>');
    expect(
      textOf(
        cache,
        cache.html('c', 'k', () => <b />),
      ),
    ).toBe('<i>c</i>');
  });
});
