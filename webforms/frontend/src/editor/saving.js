// A draft saves itself. Two people in one draft: who comes second is told, and nothing is overwritten.
import { send } from "./asking.js";
import { flush, isTyping } from "./typing.js";
import { t } from "./words.js";

const AFTER = 1500;
const AGAIN = 5000;

export class Saving {
  /** `addresses`: save, copy; `tell(words, kind)` shows the state. */
  constructor(modeler, { addresses, seq, tell, onConflict }) {
    Object.assign(this, { modeler, addresses, seq, tell, onConflict });
    this.dirty = false;
    this.stopped = false;
    modeler.on("commandStack.changed", () => this.changed());
    window.addEventListener("editor:typing", () => this.changed());
    window.addEventListener("beforeunload", (event) => {
      if (this.dirty || isTyping()) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => document.hidden && this.dirty && this.save());
  }

  changed() {
    this.dirty = true;
    if (this.stopped) return;
    this.tell(t("editor.unsaved"), "");
    this.#again(AFTER);
  }

  async save() {
    clearTimeout(this.timer);
    if (this.stopped) return;
    // One at a time: the next one must know the number that this one gets.
    if (this.running) return this.#again(AFTER);
    this.running = true;
    try {
      await this.#send();
    } finally {
      this.running = false;
    }
  }

  async #send() {
    flush();
    this.dirty = false;
    const { xml } = await this.modeler.saveXML({ format: true }).catch(() => ({}));
    if (!xml) {
      this.dirty = true;
      return this.tell(t("editor.cannot_write"), "late");
    }
    this.tell(t("editor.saving"), "");
    const heard = !this.unanswered || (await this.#post(this.unanswered));
    const answer = heard && (await this.#post(xml));
    if (answer?.ok) {
      if (!this.dirty) this.tell(answer.body.saved, "ok");
      return;
    }
    this.dirty = true;
    if (answer?.status === 409) return this.#conflict(answer.body);
    this.tell(answer?.body?.message ?? t("editor.save_failed"), "late");
    // A diagram that can't be read waits for the next change; a server that can't be reached is asked again.
    if (!answer || answer.status >= 500) this.#again(AGAIN);
  }

  /** Null when nobody answered. It may have been kept all the same: sent once more it tells its number. */
  async #post(xml) {
    const answer = await send(`${this.addresses.save}?seen=${this.seq}`, xml).catch(() => null);
    if (answer?.ok) this.seq = answer.body.seq;
    this.unanswered = answer ? null : xml;
    return answer;
  }

  #conflict({ title, message, code }) {
    this.stopped = true;
    this.tell(title, "late");
    this.onConflict({ title, message, code });
  }

  /** Keep what is drawn here as a draft of its own, and go on there. */
  async keepMine() {
    flush();
    const { xml } = await this.modeler.saveXML({ format: true });
    const answer = await send(this.addresses.copy, xml).catch(() => null);
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

  #again(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }
}
