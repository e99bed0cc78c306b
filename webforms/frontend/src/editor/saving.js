// A draft saves itself. Two people in one draft: who comes second is told, and nothing is overwritten.
import { send, xmlOf } from "./asking.js";
import { freshKey } from "../form/sending.js";
import { flush, flushAll, isNaming, isTyping } from "./typing.js";
import { t } from "./words.js";

const AFTER = 1500;
const RETRY_AFTER = 5000;

/** @import { Modeler } from "./types.js" */

/** @typedef {{ title: string, message: string, code: string }} Conflict as the server tells it */

export class Saving {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #running = false;
  #stopped = false;
  /**
   * What was sent and not answered.
   * @type {string | null}
   */
  #unanswered = null;
  /** The last drawing that was to become a draft of its own, and the key of that action. */
  #copied = { xml: "", key: "" };
  dirty = false;

  /**
   * @param {Modeler} modeler
   * @param {object} options
   * @param {{ save: string, copy: string }} options.addresses
   * @param {number} options.seq of the draft that was opened
   * @param {(words: string, kind: string) => void} options.tell shows the state
   * @param {(conflict: Conflict) => void} options.onConflict
   */
  constructor(modeler, { addresses, seq, tell, onConflict }) {
    this.modeler = modeler;
    this.addresses = addresses;
    this.seq = seq;
    this.tell = tell;
    this.onConflict = onConflict;
    modeler.on("commandStack.changed", () => this.changed());
    window.addEventListener("editor:typing", () => this.changed());
    window.addEventListener("beforeunload", (event) => {
      if (this.dirty || isTyping()) event.preventDefault();
    });
    document.addEventListener(
      "visibilitychange",
      () => document.hidden && this.dirty && (flushAll(), this.save()),
    );
  }

  changed() {
    this.dirty = true;
    if (this.#stopped) return;
    this.tell(t("editor.unsaved"), "");
    this.#retry(AFTER);
  }

  async save() {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    // A name that is being typed on the drawing would be closed under the writer's hands.
    if (isNaming()) return this.#retry(AFTER);
    // One at a time: the next one must know the number that this one gets.
    if (this.#running) return this.#retry(AFTER);
    this.#running = true;
    try {
      await this.#send();
    } finally {
      this.#running = false;
    }
  }

  async #send() {
    flush();
    this.dirty = false;
    const xml = await xmlOf(this.modeler, { format: true });
    if (!xml) return this.#failed(t("editor.cannot_write"));
    this.tell(t("editor.saving"), "");
    const heard = !this.#unanswered || (await this.#post(this.#unanswered));
    const answer = heard ? await this.#post(xml) : null;
    if (!answer) return this.#failed(t("editor.save_failed"), true);
    if (!answer.ok) return this.#refused(answer);
    if (!this.dirty) this.tell(answer.body.saved, "ok");
  }

  /** @param {Awaited<ReturnType<typeof send>>} answer */
  #refused({ status, body }) {
    if (status !== 409) return this.#failed(body?.message ?? t("editor.save_failed"), status >= 500);
    this.dirty = true;
    return this.#conflict(body);
  }

  /**
   * A diagram that can't be read waits for the next change; a server that can't be reached is asked again.
   * @param {string} words
   * @param {boolean} [retry]
   */
  #failed(words, retry = false) {
    this.dirty = true;
    this.tell(words, "late");
    if (retry) this.#retry(RETRY_AFTER);
  }

  /**
   * Null when nobody answered. It may have been stored all the same: sent once more it answers with its number.
   * @param {string} xml
   */
  async #post(xml) {
    const answer = await send(`${this.addresses.save}?seen=${this.seq}`, xml).catch(() => null);
    if (answer?.ok) this.seq = answer.body.seq;
    this.#unanswered = answer ? null : xml;
    return answer;
  }

  /** @param {Conflict} conflict */
  #conflict({ title, message, code }) {
    this.#stopped = true;
    this.tell(title, "late");
    this.onConflict({ title, message, code });
  }

  /** Save what is drawn here as a draft of its own, and go on there. */
  async saveCopy() {
    flushAll();
    const { xml = "" } = await this.modeler.saveXML({ format: true });
    // Tried again because the answer was lost, it is the same copy.
    if (xml !== this.#copied.xml) this.#copied = { xml, key: freshKey() };
    const answer = await send(this.addresses.copy, xml, this.#copied.key).catch(() => null);
    if (!answer?.ok) return answer?.body?.message ?? t("editor.save_failed");
    this.dirty = false;
    location.assign(answer.body.url);
    return "";
  }

  /** Drop what is drawn here. */
  loadTheirs() {
    this.dirty = false;
    location.reload();
  }

  /** @param {number} wait milliseconds */
  #retry(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), wait);
  }
}
