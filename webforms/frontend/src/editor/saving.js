// A draft saves itself. Two people in one draft: who comes second is told, and nothing is overwritten.
import { send, sendJson, xmlOf } from "./asking.js";
import { freshKey } from "../form/sending.js";
import { flush, flushAll, isNaming, isTyping } from "./typing.js";
import { t } from "./words.js";

const AFTER = 1500;
const RETRY_AFTER = 5000;

/** @import { Modeler } from "./types.js" */

/** @typedef {{ words: string, both: boolean }} Sentence what one of two changed; both: the other changed it, too */
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
   * @param {{ save: string, copy: string, over: string, conflict: string }} options.addresses
   * @param {number} options.seq of the draft that was opened
   * @param {string} options.xml the same, as it was loaded
   * @param {(words: string, kind: string) => void} options.tell shows the state
   * @param {(conflict: Conflict) => void} options.onConflict
   */
  constructor(modeler, { addresses, seq, xml, tell, onConflict }) {
    this.modeler = modeler;
    this.addresses = addresses;
    this.seq = seq;
    /** What the server had of it last, from here. */
    this.base = xml;
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
    if (answer?.ok) [this.seq, this.base] = [answer.body.seq, xml];
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

  /**
   * What each of the two changed since they were in one; nothing where that can't be said.
   * @returns {Promise<{ seq: number, theirs: Sentence[], mine: Sentence[] } | null>}
   */
  async differences() {
    flushAll();
    const mine = (await xmlOf(this.modeler, { format: true })) ?? "";
    const answer = await sendJson(this.addresses.conflict, { base: this.base, mine }).catch(() => null);
    return answer?.ok ? answer.body : null;
  }

  /**
   * What is drawn here becomes the draft; what was stored becomes one of its own. Gives a problem, or nothing.
   * @param {number} seen the save that is laid over
   */
  async layOver(seen) {
    flushAll();
    const xml = (await xmlOf(this.modeler, { format: true })) ?? "";
    const answer = await send(`${this.addresses.over}?seen=${seen}`, xml).catch(() => null);
    if (!answer?.ok) return answer?.body?.message ?? t("editor.save_failed");
    [this.seq, this.base, this.#stopped, this.dirty] = [answer.body.seq, xml, false, false];
    this.tell(`${answer.body.saved}. ${answer.body.copied}`, "ok");
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
