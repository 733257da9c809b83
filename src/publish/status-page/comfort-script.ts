/**
 * What is more comfortable with a script; without it nothing is missing. Times are told in the reader's
 * zone. An open page that changes is fetched anew every 30 s while it is looked at, and its content
 * replaced in place, unless the reader is selecting or focusing something in it; when it has not been for a
 * while, whyever, it says so, for figures that look current but are not are worse than none. A file that nobody
 * has renewed in time is marked. Files to copy get a button that does it.
 */
export const COMFORT_SCRIPT = `'use strict';
(() => {
  const EVERY_MS = 30000;
  const WARN_AFTER_MS = 90000;
  let lastGoodMs = Date.now();
  const zoned = new Intl.DateTimeFormat(document.documentElement.lang, {
    day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short',
  });
  const utcTime = new Intl.DateTimeFormat(document.documentElement.lang, {
    hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC',
  });
  const toReadersZone = () => {
    for (const time of document.querySelectorAll('time.instant')) {
      const at = new Date(time.dateTime);
      const isUtc = at.getTimezoneOffset() === 0;
      time.textContent = isUtc ? zoned.format(at) : zoned.format(at) + ' (' + utcTime.format(at) + ' UTC)';
    }
  };
  const tellStale = () => {
    const made = document.querySelector('[data-stale-from]');
    if (made !== null && Date.parse(made.dataset.staleFrom) < Date.now()) made.classList.add('stale');
  };
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
    toReadersZone();
  };
  const warn = () => {
    const isLate = Date.now() - lastGoodMs > WARN_AFTER_MS;
    document.getElementById('cannot-refresh').hidden = !isLate;
  };
  const refresh = async () => {
    if (document.hidden) return;
    if (isBusy()) return warn();
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
  const addCopyButtons = () => {
    if (navigator.clipboard === undefined) return;
    for (const text of document.querySelectorAll('pre[data-copy]')) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'copy';
      button.textContent = text.dataset.copy;
      button.setAttribute('aria-live', 'polite');
      button.addEventListener('click', async () => {
        await navigator.clipboard.writeText(text.textContent);
        button.textContent = text.dataset.copied;
        setTimeout(() => (button.textContent = text.dataset.copy), 2000);
      });
      text.after(button);
    }
  };
  toReadersZone();
  tellStale();
  addCopyButtons();
  setInterval(tellStale, EVERY_MS);
  if (!('refreshes' in document.body.dataset)) return;
  setInterval(refresh, EVERY_MS);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && Date.now() - lastGoodMs > EVERY_MS) void refresh();
  });
})();
`;
