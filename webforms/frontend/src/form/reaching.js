// A form is sent when somebody is there to take it: without a line the browser would put its own dead page in the
// place of what was typed. Until then the page says so, and sends by itself when the line is back.

import { seek } from "../dom.js";
import { button } from "./draft_line.js";
import { say } from "./words.js";

const PATIENCE = 8000;
const PAUSE = 15_000;

/**
 * To be set up before what looks at the same event: it is only sent when it is not stopped here.
 * @param {HTMLFormElement} form
 */
export function sendWhenReached(form) {
  const sending = new Sending(form);
  form.addEventListener("submit", (event) => sending.ask(event));
  window.addEventListener("online", () => sending.attempt());
}

class Sending {
  /**
   * The button that was pressed, until the form is sent or not wanted any more.
   * @type {HTMLElement | null}
   */
  #pressed = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #later;
  /** @type {HTMLElement | null} */
  #notice = null;
  #isReached = false;

  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
  }

  /** @param {SubmitEvent} event */
  ask(event) {
    if (this.#isReached || !event.submitter) return;
    event.preventDefault();
    this.#pressed = event.submitter;
    this.#pressed.setAttribute("aria-busy", "true");
    this.attempt();
  }

  async attempt() {
    const button = this.#pressed;
    clearTimeout(this.#later);
    if (!button) return;
    const isReached = await isThere();
    if (this.#pressed !== button) return;
    if (isReached) this.#send(button);
    else this.#wait(button);
  }

  /** @param {HTMLElement} button */
  #send(button) {
    this.#forget();
    this.#isReached = true;
    this.form.requestSubmit(button);
    this.#isReached = false;
  }

  /** @param {HTMLElement} button */
  #wait(button) {
    button.removeAttribute("aria-busy");
    // Saved as a draft meanwhile, here or there.
    this.form.dispatchEvent(new CustomEvent("form:free"));
    if (!this.#notice) {
      this.#notice = this.#tell();
      // Wherever the page stands: it is what became of the button.
      this.#notice.focus();
    }
    this.#later = setTimeout(() => this.attempt(), PAUSE);
  }

  #tell() {
    const notice = document.createElement("div");
    notice.className = "notice warn";
    notice.setAttribute("role", "alert");
    notice.tabIndex = -1;
    const [title, words, actions] = ["h2", "p", "p"].map((name) => document.createElement(name));
    title.textContent = say("unsent.title");
    words.textContent = say("unsent.words");
    actions.append(
      button(say("unsent.now"), () => this.attempt()),
      " ",
    );
    actions.append(button(say("unsent.stop"), () => this.#forget()));
    notice.append(title, words, actions);
    const bar = seek(this.form, ".bar");
    if (bar) bar.before(notice);
    else this.form.append(notice);
    return notice;
  }

  #forget() {
    clearTimeout(this.#later);
    this.#pressed?.removeAttribute("aria-busy");
    this.#pressed = null;
    this.#notice?.remove();
    this.#notice = null;
  }
}

/** Whether the server answers at all, whatever it says. */
async function isThere() {
  try {
    await fetch("/healthz", { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    return true;
  } catch {
    return false;
  }
}
