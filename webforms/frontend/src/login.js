// How long this page's login lasts: said before it ends, with a button that lets it go on; and asked for when a page
// comes back from the browser's memory, before it is seen: whoever has logged out shows nothing to the next person.
import { around, seek } from "./dom.js";
import { csrfToken } from "./form/sending.js";
import { hear, isLoggedOut } from "./hearing.js";
import { notify } from "./page_notices.js";

/** @typedef {{ person: number, ends_in: number, may_last: boolean }} Login as the server tells it, in seconds */

const ADDRESS = "/session";
/** Seconds before the end at which it is said: time enough for a sentence and a decision. */
const BEFORE = 5 * 60;
const SECOND = 1000;

const { documentElement: root } = document;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

export function watchLogin() {
  if (!root.dataset.person) return;
  wait(Number(root.dataset.loginEnds));
  document.addEventListener("click", ({ target }) => {
    if (around(target, "[data-extend]")) extend();
  });
  // A telephone that slept has missed the moment.
  document.addEventListener("visibilitychange", () => document.hidden || look());
  window.addEventListener("pagehide", () => root.classList.add("away"));
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) comeBack();
    else root.classList.remove("away");
  });
}

/** @param {number} endsIn */
function wait(endsIn) {
  clearTimeout(timer);
  timer = setTimeout(look, Math.max(1, endsIn - BEFORE + 1) * SECOND);
}

/** Other pages of this browser may have been used meanwhile. */
async function look() {
  const login = await ask("GET").catch(() => null);
  if (login) showEnd(login);
}

async function extend() {
  const login = await ask("POST").catch(() => null);
  if (login) showEnd(login);
}

/** @param {Login} login */
function showEnd({ ends_in: endsIn, may_last: mayLast }) {
  const endsSoon = endsIn <= BEFORE;
  notify("login_ends", endsSoon && mayLast);
  notify("login_ends_for_good", endsSoon && !mayLast);
  wait(endsSoon ? endsIn + BEFORE : endsIn);
}

/** @param {"GET" | "POST"} method */
async function ask(method) {
  const answer = await fetch(method === "GET" ? `${ADDRESS}?live` : ADDRESS, {
    method,
    headers: { Accept: "application/json", "X-CSRFToken": csrfToken() },
    cache: "no-store",
  });
  hear(answer);
  if (isLoggedOut(answer)) {
    notify("login_ends", false);
    notify("login_ends_for_good", false);
  }
  return answer.ok ? /** @type {Promise<Login>} */ (answer.json()) : null;
}

async function comeBack() {
  try {
    const login = await ask("GET");
    // Nobody is logged in any more, or somebody else: the page that belongs here comes in its place.
    if (!login || String(login.person) !== root.dataset.person) return location.reload();
    showEnd(login);
  } catch {
    // No line: it can't be known. Who has no line either may be anybody.
    return waitForLine();
  }
  root.classList.remove("away");
}

function waitForLine() {
  notify("unknown_login");
  const notice = seek(document, "[data-page-notices]");
  notice?.classList.add("alone");
  window.addEventListener("online", () => location.reload(), { once: true });
}
