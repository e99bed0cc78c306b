// Saves what is typed by itself: to the server, and where that can't be reached, on this device until it can.

import { addRow } from "./rows.js";
import { rowsOf } from "./values.js";
import { announce, say } from "./words.js";

const WAIT = 1000;
const KEEP_FOR = 7 * 24 * 3600 * 1000;
// Of what is sent while the page goes: browsers refuse more.
const MOST_IN_PASSING = 60_000;

export function keepDraft(form, root) {
  const { draftUrl, owner = "" } = root.dataset;
  if (!draftUrl) return;
  const place = `alur-draft ${owner} ${draftUrl}`;
  // Of two versions the one that is not shown: nobody has to lose one to choose the other.
  const aside = `${place} aside`;
  // Several pages show one form: this is how the server tells them apart.
  const name = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
  let seen = root.dataset.draftSeen ?? "";
  // What another page saved meanwhile, until somebody has chosen.
  let other = null;
  const line = form.querySelector("[data-draft-state]") ?? root.appendChild(stateLine());
  let timer = null;
  let dirty = false;
  let busy = false;
  let sent = false;
  let refused = false;

  const later = () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  };

  async function save(keepalive = false) {
    clearTimeout(timer);
    if (!dirty || sent) return;
    if (other) return device.keep(aside, entries(form));
    if (refused) return keepHere(entries(form));
    // One at a time: an older draft must not arrive after a newer one.
    if (busy && !keepalive) return later();
    dirty = false;
    busy = true;
    const typed = entries(form);
    try {
      const answer = await post(draftUrl, typed, keepalive, { "X-Draft-Page": name, "X-Draft-Seen": seen });
      if (answer.redirected || answer.status === 401) return keepHere(typed, say("draft.expired"));
      const told = await answer.json();
      // Whoever may not will not by trying again; each try would be an event of its own.
      refused = answer.status === 403;
      if (answer.status === 409 && told.seen) return ask(told, typed);
      line.textContent = answer.ok ? told.saved : refusal(told);
      if (!answer.ok) return keepHere(typed);
      seen = told.seen ?? seen;
      device.forget(place);
      offerAside();
    } catch {
      // Nobody there, or a proxy that answers for the server with a page of its own.
      keepHere(typed, say("draft.offline"));
    } finally {
      busy = false;
    }
  }

  function keepHere(typed, why) {
    if (device.keep(place, typed, { seen }) && why) line.textContent = why;
    dirty = true;
  }

  // Another page saved the same form. Both versions stay, whichever is chosen.
  function ask(told, typed) {
    other = Object.entries(told.typed).flatMap(([field, values]) => values.map((value) => [field, value]));
    dirty = true;
    device.forget(place);
    device.keep(aside, typed);
    line.textContent = `${told.message} `;
    line.append(
      button(say("draft.load"), () => {
        device.keep(aside, entries(form));
        again();
      }),
      button(say("draft.keep"), () => {
        device.keep(aside, other);
        seen = told.seen;
        other = null;
        dirty = true;
        save();
      }),
    );
  }

  function offerAside() {
    const kept = fresh(device.find(aside));
    if (!kept || same(kept.typed, entries(form))) return;
    const swap = () => {
      device.keep(place, kept.typed, { seen });
      device.keep(aside, entries(form));
      again();
    };
    line.append(" · ", say("draft.aside"), " ", button(say("draft.swap"), swap));
  }

  function again() {
    sent = true;
    location.reload();
  }

  const kept = restorable(place, form);
  if (kept && (kept.seen ?? "") !== seen) device.keep(aside, kept.typed);
  else if (kept) {
    fillIn(kept.typed, form, root);
    line.textContent = say("draft.restored");
    announce(say("draft.restored"));
    later();
  }
  offerAside();
  // On a slow line people type before this script has come.
  if ([...form.elements].some(isChanged)) later();
  root.addEventListener("input", later);
  root.addEventListener("form:changed", later);
  window.addEventListener("online", () => save());
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save(true));
  window.addEventListener("pagehide", () => save(true));
  form.addEventListener("submit", (event) => {
    sent = !event.defaultPrevented;
    clearTimeout(timer);
    // Should the answer never come, what was typed is still in this tab.
    if (!sent) return;
    if (dirty && !other) device.keep(place, entries(form), { seen }, "sessionStorage");
    // The other version, too: a refused form takes its place on the server.
    const left = other ?? fresh(device.find(aside))?.typed;
    device.forget(aside);
    if (left) device.keep(aside, left, {}, "sessionStorage");
  });
  window.addEventListener("pageshow", () => (sent = false));
  // Stopped on its way.
  form.addEventListener("form:free", () => {
    sent = false;
    if (dirty) later();
  });
}

// A browser may refuse to store anything, or have no room: then only the server keeps drafts.
const device = {
  keep: (place, typed, more = {}, store = "localStorage") =>
    attempt(() => window[store].setItem(place, JSON.stringify({ at: Date.now(), typed, ...more })) ?? true),
  find: (place) => attempt(() => JSON.parse(localStorage.getItem(place) ?? sessionStorage.getItem(place))),
  forget: (place) => attempt(() => [localStorage, sessionStorage].forEach((store) => store.removeItem(place))),
};

function attempt(deed) {
  try {
    return deed();
  } catch {
    return null;
  }
}

function post(url, typed, leaving, page) {
  const body = new URLSearchParams(typed).toString();
  return fetch(url, {
    method: "POST",
    keepalive: leaving && body.length < MOST_IN_PASSING,
    headers: { ...page, "X-CSRFToken": csrfToken(), Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
    body,
  });
}

// What is the matter, in the server's own words.
const refusal = ({ problems = {}, message }) => say("draft.refused", { why: Object.values(problems).join(" ") || message });

export const csrfToken = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

// Hidden fields too: who changes a mind twice finds the text again.
function entries(form) {
  return [...form.elements]
    .filter((each) => each.name && !each.name.startsWith("_") && each.name !== "csrf_token" && each.type !== "file" && each.type !== "submit")
    .filter((each) => !["checkbox", "radio"].includes(each.type) || each.checked)
    .map((each) => [each.name, each.value]);
}

const fresh = (kept) => (kept && Date.now() - kept.at <= KEEP_FOR ? kept : null);

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function restorable(place, form) {
  const kept = fresh(device.find(place));
  device.forget(place);
  // A form that came back with problems shows what was sent already.
  if (!kept || document.getElementById("form-problems") || same(kept.typed, entries(form))) return null;
  return kept;
}

function fillIn(pairs, form, root) {
  const typed = new Map();
  for (const [name, value] of pairs) typed.set(name, [...(typed.get(name) ?? []), value]);
  makeRows(root, typed);
  for (const each of form.elements) {
    if (!each.name || each.name.startsWith("_") || each.name === "csrf_token" || ["file", "submit"].includes(each.type)) continue;
    const values = typed.get(each.name) ?? [];
    if (["checkbox", "radio"].includes(each.type)) each.checked = values.includes(each.value);
    else if (values.length) each.value = values[0];
  }
  for (const file of root.querySelectorAll("[data-file]")) file.closest("[data-attached]").hidden = !file.value;
}

function makeRows(root, typed) {
  for (const list of root.querySelectorAll('[data-control="repeat"], [data-control="files"]')) {
    const start = `${list.dataset.path}.`;
    const numbers = [...typed.keys()].filter((name) => name.startsWith(start)).map((name) => name.slice(start.length).split(".")[0]);
    const there = rowsOf(list).map((row) => row.dataset.row);
    for (const number of new Set(numbers)) if (/^\d{1,4}$/.test(number) && !there.includes(number)) addRow(list, number);
  }
}

function isChanged(each) {
  if (!each.name || each.name.startsWith("_") || each.type === "file") return false;
  if (each.matches("select")) return each.selectedIndex !== Math.max(0, [...each.options].findIndex((one) => one.defaultSelected));
  if (["checkbox", "radio"].includes(each.type)) return each.checked !== each.defaultChecked;
  return each.matches("input, textarea") && each.value !== each.defaultValue;
}

function button(words, press) {
  const one = document.createElement("button");
  Object.assign(one, { type: "button", className: "link", textContent: words });
  one.addEventListener("click", press);
  return one;
}

function stateLine() {
  const line = document.createElement("p");
  line.className = "draft-state help";
  line.setAttribute("role", "status");
  return line;
}
