// Saves what is typed by itself: to the server, and where that can't be reached, on this device until it can.

import { Device, forgetOld } from "./device.js";
import { button, lineIn, loginLink, quiet, trouble, warning } from "./draft_line.js";
import { entriesOf, fillIn, isChanged } from "./entries.js";
import { postTyped } from "./sending.js";
import { announce, say } from "./words.js";

/** @import { DraftReply, Typed } from "./types.js" */

const WAIT = 1000;

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} root
 */
export function setUpDraft(form, root) {
  if (!root.dataset.draftUrl) return;
  const draft = new Draft(form, root, root.dataset.draftUrl);
  draft.restore();
  draft.watch();
  forgetOld();
}

class Draft {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /**
   * What another page saved meanwhile, until somebody has chosen.
   * @type {Typed | null}
   */
  #other = null;
  #dirty = false;
  #busy = false;
  #sent = false;
  #refused = false;

  /**
   * @param {HTMLFormElement} form
   * @param {HTMLElement} root
   * @param {string} url
   */
  constructor(form, root, url) {
    this.form = form;
    this.root = root;
    this.url = url;
    this.device = new Device(root.dataset.draftKey ?? "");
    this.place = `alur-draft ${root.dataset.owner ?? ""} ${url}`;
    // Of two versions the one that is not shown: nobody has to lose one to choose the other.
    this.aside = `${this.place} aside`;
    // Several pages show one form: this is how the server tells them apart.
    this.page = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
    this.seen = root.dataset.draftSeen ?? "";
    this.line = lineIn(form, root);
  }

  /** Brings back what only this device has. */
  restore() {
    const stored = this.#takeStored();
    if (stored && (stored.seen ?? "") !== this.seen) this.device.save(this.aside, stored.typed);
    else if (stored) {
      fillIn(stored.typed, this.form, this.root);
      quiet(this.line, say("draft.restored"));
      announce(say("draft.restored"));
      this.#later();
    }
    this.#offerAside();
    // On a slow line people type before this script has come.
    if (isChanged(this.form)) this.#later();
  }

  watch() {
    const { root, form } = this;
    root.addEventListener("input", () => this.#later());
    root.addEventListener("form:changed", () => this.#later());
    window.addEventListener("online", () => this.#save());
    document.addEventListener("visibilitychange", () => this.#save(document.hidden));
    // Back from the tab in which somebody logged in again.
    window.addEventListener("focus", () => this.#save());
    window.addEventListener("pagehide", () => this.#save(true));
    document.addEventListener("alur:reloading", (event) => {
      /** @type {import("../page_notices.js").Reloading} */ (event).detail(this.#save(true));
    });
    form.addEventListener("submit", (event) => this.#submitted(event));
    window.addEventListener("pageshow", () => (this.#sent = false));
    // Stopped on its way.
    form.addEventListener("form:free", () => {
      this.#sent = false;
      if (this.#dirty) this.#later();
    });
  }

  #later() {
    this.#dirty = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#save(), WAIT);
  }

  /** @param {boolean} [leaving] while the page goes */
  async #save(leaving = false) {
    clearTimeout(this.#timer);
    if (!this.#dirty || this.#sent) return;
    const typed = entriesOf(this.form);
    if (this.#other) this.device.save(this.aside, typed);
    else if (this.#refused) this.#storeHere(typed);
    // One at a time: an older draft must not arrive after a newer one.
    else if (this.#busy && !leaving) this.#later();
    else await this.#send(typed, leaving);
  }

  /**
   * @param {Typed} typed
   * @param {boolean} leaving
   */
  async #send(typed, leaving) {
    this.#dirty = false;
    this.#busy = true;
    try {
      const page = { "X-Draft-Page": this.page, "X-Draft-Seen": this.seen };
      await this.#heard(await postTyped(this.url, typed, { leaving, page }), typed);
    } catch {
      // Nobody there, or a proxy that answers for the server with a page of its own.
      this.#storeHere(typed, () => this.#tellOffline());
    } finally {
      this.#busy = false;
    }
  }

  /**
   * @param {Response} answer
   * @param {Typed} typed
   */
  async #heard(answer, typed) {
    if (answer.redirected || answer.status === 401)
      return this.#storeHere(typed, () =>
        trouble(this.line, say("draft.expired"), loginLink(say("draft.login"))),
      );
    const reply = /** @type {DraftReply} */ (await answer.json());
    // Whoever may not will not by trying again; each try would be an event of its own.
    this.#refused = answer.status === 403;
    if (answer.status === 409 && reply.seen) return this.#ask(reply, typed);
    tell(this.line, reply, answer.ok);
    if (!answer.ok) return this.#storeHere(typed);
    this.seen = reply.seen ?? this.seen;
    this.device.forget(this.place);
    return this.#offerAside();
  }

  /**
   * @param {Typed} typed
   * @param {() => void} [tellWhy]
   */
  #storeHere(typed, tellWhy) {
    if (this.device.save(this.place, typed, { seen: this.seen })) tellWhy?.();
    this.#dirty = true;
  }

  #tellOffline() {
    trouble(
      this.line,
      say("draft.offline"),
      button(say("draft.again"), () => this.#save()),
    );
  }

  /**
   * Another page saved the same form. Both versions stay, whichever is chosen.
   * @param {DraftReply} reply
   * @param {Typed} typed
   */
  #ask(reply, typed) {
    /** @type {Typed} */
    const other = Object.entries(reply.typed ?? {}).flatMap(([field, values]) =>
      values.map((value) => /** @type {Typed[number]} */ ([field, value])),
    );
    const load = () => {
      this.device.save(this.aside, entriesOf(this.form));
      this.#reload();
    };
    const overwrite = () => {
      this.device.save(this.aside, other);
      this.seen = reply.seen ?? "";
      this.#other = null;
      this.#dirty = true;
      this.#save();
    };
    this.#other = other;
    this.#dirty = true;
    this.device.forget(this.place);
    this.device.save(this.aside, typed);
    quiet(this.line, `${reply.message} `);
    this.line.append(button(say("draft.load"), load), button(say("draft.keep"), overwrite));
  }

  #offerAside() {
    const stored = this.device.find(this.aside);
    if (!stored || same(stored.typed, entriesOf(this.form))) return;
    const swap = () => {
      this.device.save(this.place, stored.typed, { seen: this.seen });
      this.device.save(this.aside, entriesOf(this.form));
      this.#reload();
    };
    this.line.append(" · ", say("draft.aside"), " ", button(say("draft.swap"), swap));
  }

  #reload() {
    this.#sent = true;
    location.reload();
  }

  /** What is stored here, unless the page shows as much: it is the page's from now on. */
  #takeStored() {
    const stored = this.device.find(this.place);
    this.device.forget(this.place);
    // A form that came back with problems shows what was sent already.
    if (!stored || document.getElementById("form-problems") || same(stored.typed, entriesOf(this.form)))
      return null;
    return stored;
  }

  /** @param {SubmitEvent} event */
  #submitted(event) {
    this.#sent = !event.defaultPrevented;
    clearTimeout(this.#timer);
    if (!this.#sent) return;
    // Should the answer never come, what was typed is still in this tab.
    if (this.#dirty && !this.#other)
      this.device.save(this.place, entriesOf(this.form), { seen: this.seen }, "sessionStorage");
    // The other version, too: a refused form takes its place on the server.
    const left = this.#other ?? this.device.find(this.aside)?.typed;
    this.device.forget(this.aside);
    if (left) this.device.save(this.aside, left, {}, "sessionStorage");
  }
}

/**
 * @param {HTMLElement} line
 * @param {DraftReply} reply
 * @param {boolean} isSaved
 */
function tell(line, reply, isSaved) {
  quiet(line, isSaved ? reply.saved : refusal(reply));
  if (reply.typing) line.append(" · ", warning(reply.typing));
}

/**
 * What is the matter, in the server's own words.
 * @param {DraftReply} reply
 */
const refusal = ({ problems = {}, message }) =>
  say("draft.refused", { why: Object.values(problems).join(" ") || message });

/**
 * @param {Typed} first
 * @param {Typed} second
 */
const same = (first, second) => JSON.stringify(first) === JSON.stringify(second);
