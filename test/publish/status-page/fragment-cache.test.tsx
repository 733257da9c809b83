import { describe, expect, it, vi } from 'vitest';

import { FragmentCache } from '../../../src/publish/status-page/fragment-cache.js';

describe('FragmentCache.html()', () => {
  it('renders again only when the key of a slot changes', () => {
    const cache = new FragmentCache();
    const render = vi.fn(() => <b>{render.mock.calls.length}</b>);
    const html = [cache.html('a', '1', render), cache.html('a', '1', render), cache.html('a', '2', render)];
    expect(html).toEqual(['<b>1</b>', '<b>1</b>', '<b>2</b>']);
  });

  it('keeps slots apart', () => {
    const cache = new FragmentCache();
    expect([cache.html('a', '1', () => <i />), cache.html('b', '1', () => <b />)]).toEqual(['<i></i>', '<b></b>']);
  });

  it('forgets the oldest slot when there are too many', () => {
    const cache = new FragmentCache();
    for (let slot = 0; slot <= 2_000; slot++) cache.html(String(slot), 'k', () => <i />);
    expect(cache.html('0', 'k', () => <b />)).toBe('<b></b>');
    expect(cache.html('2000', 'k', () => <b />)).toBe('<i></i>');
  });
});
