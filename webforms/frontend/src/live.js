// Regions that renew themselves: <div data-live-url="/?live=tasks">. The server answers 304 while nothing has
// changed, else the region's new HTML; an element with [data-announce] in it is read out when its text changes.
const EVERY = 4000;
const SLOWEST = 60000;

export function keepAlive(region) {
  const status = document.querySelector('[data-live-status]');
  let tag = region.dataset.liveTag ?? '';
  let wait = EVERY;
  let timer;

  async function renew() {
    clearTimeout(timer);
    if (document.hidden) return;
    try {
      wait = (await ask()) ? EVERY : Math.min(wait * 2, SLOWEST);
    } catch {
      // No network: ask less often until it is back.
      wait = Math.min(wait * 2, SLOWEST);
    }
    timer = setTimeout(renew, wait);
  }

  async function ask() {
    const answer = await fetch(region.dataset.liveUrl, {
      headers: { Accept: 'text/html', ...(tag && { 'If-None-Match': tag }) },
      cache: 'no-store',
      redirect: 'manual',
    });
    if (answer.status === 304) return true;
    if (!answer.ok) return false;
    if (isBusy(region)) return true;
    swap(region, await answer.text(), status);
    tag = answer.headers.get('ETag') ?? '';
    return true;
  }

  document.addEventListener('visibilitychange', renew);
  window.addEventListener('online', renew);
  timer = setTimeout(renew, EVERY);
}

/** Somebody types, has a dialog or a menu open, or holds a video: leave the region alone until later. */
function isBusy(region) {
  const focused = region.contains(document.activeElement) ? document.activeElement : null;
  return Boolean(
    focused?.matches('input, textarea, select, video, [contenteditable]') ||
      region.querySelector('dialog[open], :popover-open') ||
      document.querySelector('dialog[open]'),
  );
}

function swap(region, html, status) {
  const said = region.querySelector('[data-announce]')?.textContent.trim();
  const open = [...region.querySelectorAll('details[id]')].map((each) => [each.id, each.open]);
  const focused = region.contains(document.activeElement) ? addressOf(document.activeElement) : null;
  region.innerHTML = html;
  for (const [id, isOpen] of open) {
    const details = document.getElementById(id);
    if (details) details.open = isOpen;
  }
  if (focused) region.querySelector(focused)?.focus({ preventScroll: true });
  const says = region.querySelector('[data-announce]')?.textContent.trim();
  if (status && says && says !== said) status.textContent = says;
  region.dispatchEvent(new CustomEvent('alur:renewed', { bubbles: true }));
}

/** A selector that finds the same thing in the new HTML. */
function addressOf(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element.hasAttribute('href')) return `[href="${CSS.escape(element.getAttribute('href'))}"]`;
  if (element.hasAttribute('data-key')) return `[data-key="${CSS.escape(element.dataset.key)}"]`;
  return null;
}
