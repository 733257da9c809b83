/**
 * Keeps an open page current: fetches it anew every 30 s while it is looked at, and replaces the
 * content in place, unless the reader is selecting or focusing something in it. When that fails for
 * a while it says so, for figures that look current but are not are worse than none.
 */
export const REFRESH_SCRIPT = `'use strict';
(() => {
  const EVERY_MS = 30000;
  const WARN_AFTER_MS = 90000;
  let lastGoodMs = Date.now();
  const isBusy = () => {
    const main = document.getElementById('content');
    const focused = document.activeElement;
    const selection = document.getSelection();
    return (focused !== main && main.contains(focused)) || (selection !== null && !selection.isCollapsed);
  };
  const replace = (html) => {
    const next = new DOMParser().parseFromString(html, 'text/html');
    const main = next.getElementById('content');
    if (main === null) return;
    document.getElementById('content').replaceWith(document.adoptNode(main));
    document.title = next.title;
  };
  const warn = () => {
    const isLate = Date.now() - lastGoodMs > WARN_AFTER_MS;
    document.getElementById('cannot-refresh').hidden = !isLate;
  };
  const refresh = async () => {
    if (document.hidden || isBusy()) return;
    try {
      const response = await fetch(location.pathname, { cache: 'no-cache', credentials: 'omit' });
      if (response.ok) {
        replace(await response.text());
        lastGoodMs = Date.now();
      }
    } catch {
      // The listener is away; the warning below says so when it stays away.
    }
    warn();
  };
  setInterval(refresh, EVERY_MS);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && Date.now() - lastGoodMs > EVERY_MS) void refresh();
  });
})();
`;
