// The line of a file that is on its way: how far it is, go on, give up.

import { find } from "../dom.js";
import { say } from "./words.js";

export class Progress {
  #resume = () => {};
  #announced = -1;

  /**
   * @param {HTMLElement} control
   * @param {{ name: string }} file
   */
  constructor(control, file) {
    this.name = file.name;
    this.line = Object.assign(document.createElement("div"), { className: "progress" });
    this.bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
    this.words = document.createElement("span");
    this.retry = button(say("files.retry"));
    this.cancel = button(say("files.cancel"));
    this.bar.setAttribute("aria-label", file.name);
    this.words.setAttribute("role", "status");
    this.retry.hidden = true;
    this.retry.addEventListener("click", this.#goOn);
    this.cancel.addEventListener("click", () => this.remove());
    this.line.append(this.words, this.bar, this.retry, this.cancel);
    find(control, ":scope > [data-sending]").append(this.line);
    this.tell(0);
  }

  /** @param {number} percent */
  tell(percent) {
    this.bar.value = percent;
    const tenth = Math.floor(percent / 10);
    // Every tenth of the way is enough for a screen reader.
    if (tenth !== this.#announced)
      this.words.textContent = say("files.uploading", { name: this.name, percent });
    this.#announced = tenth;
  }

  remove() {
    this.line.remove();
  }

  /** @param {string} sentence */
  fail(sentence) {
    this.line.classList.add("failed");
    this.words.textContent = sentence;
    this.bar.remove();
  }

  /** The line is cut: on it goes by itself when there is one again, or when it is told to. */
  pause() {
    this.words.textContent = say("files.paused");
    this.retry.hidden = false;
    window.addEventListener("online", this.#goOn, { once: true });
  }

  /** @param {() => void} action */
  whenResumed(action) {
    this.#resume = action;
  }

  /** @param {() => void} action */
  whenCancelled(action) {
    this.cancel.addEventListener("click", () => {
      window.removeEventListener("online", this.#goOn);
      action();
    });
  }

  #goOn = () => {
    this.retry.hidden = true;
    this.words.textContent = say("files.resumed");
    this.#resume();
  };
}

/** @param {string} words */
function button(words) {
  return Object.assign(document.createElement("button"), {
    type: /** @type {const} */ ("button"),
    className: "btn quiet",
    textContent: words,
  });
}
