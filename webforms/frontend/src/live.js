// Pages that renew themselves: <div data-live-url="/?live">. The server answers 304 while nothing has changed,
// else with the parts of the page that may change, each in <div data-part="NAME">. Only parts that differ are
// swapped, and never one that somebody is typing in. [data-announce] in a part is read out when it changes.
const EVERY = 4000;
const SLOWEST = 60000;

export function keepAlive(region) {
  const shown = new Map(partsOf(region).map((part) => [part.dataset.part, null]));
  let tag = region.dataset.liveTag ?? '';
  let wait = EVERY;
  let timer = setTimeout(renew, EVERY);

  async function renew() {
    clearTimeout(timer);
    if (document.hidden) return;
    try {
      wait = (await ask()) ? EVERY : Math.min(wait * 2, SLOWEST);
    } catch {
      // No network: ask less often until it is back.
      wait = Math.min(wait * 2, SLOWEST);
    }
    clearTimeout(timer);
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
    if (swapParts(region, await answer.text(), shown)) tag = answer.headers.get('ETag') ?? '';
    return true;
  }

  document.addEventListener('visibilitychange', renew);
  window.addEventListener('online', renew);
}

/** True when every part that differs could be swapped. */
function swapParts(region, html, shown) {
  const fresh = document.createElement('template');
  fresh.innerHTML = html;
  let all = true;
  for (const part of partsOf(fresh.content)) {
    const name = part.dataset.part;
    const old = region.querySelector(`[data-part="${name}"]`);
    if (!old || shown.get(name) === part.innerHTML) continue;
    if (isBusy(old)) {
      all = false;
      continue;
    }
    swap(old, part);
    shown.set(name, part.innerHTML);
  }
  region.dispatchEvent(new CustomEvent('alur:renewed', { bubbles: true }));
  return all;
}

const partsOf = (root) => [...root.querySelectorAll('[data-part]')];

/** Somebody types here, has a dialog or a menu open, or watches a video. */
function isBusy(part) {
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  return Boolean(
    focused?.matches('input, textarea, select, [contenteditable]') ||
      document.querySelector('dialog[open]') ||
      part.querySelector(':popover-open') ||
      [...part.querySelectorAll('video')].some((video) => !video.paused),
  );
}

function swap(old, fresh) {
  const said = announcement(old);
  const open = [...old.querySelectorAll('details[id]')].map((each) => [each.id, each.open]);
  const focused = old.contains(document.activeElement) ? addressOf(document.activeElement) : null;
  old.innerHTML = fresh.innerHTML;
  for (const [id, isOpen] of open) {
    const details = document.getElementById(id);
    if (details) details.open = isOpen;
  }
  if (focused) old.querySelector(focused)?.focus({ preventScroll: true });
  if (announcement(old) !== said) document.querySelector('[data-live-status]').textContent = announcement(old);
  count(old);
}

const announcement = (part) => part.querySelector('[data-announce]')?.textContent.trim() ?? '';

/** The number beside "Tugas saya" follows the list. */
function count(part) {
  const number = part.querySelector('[data-count]')?.dataset.count;
  if (number === undefined) return;
  for (const badge of document.querySelectorAll('[data-badge]')) {
    badge.hidden = number === '0';
    badge.querySelector('[data-number]').textContent = number;
  }
}

/** A selector that finds the same thing in the new HTML. */
function addressOf(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element.hasAttribute('href')) return `[href="${CSS.escape(element.getAttribute('href'))}"]`;
  if (element.hasAttribute('data-key')) return `[data-key="${CSS.escape(element.dataset.key)}"]`;
  return null;
}
