// The form as the task's page will draw it: the server's own template, from the drawing as it is now.
import { find } from "../dom.js";
import { start } from "../form/form.js";
import { send } from "./asking.js";
import { isStep, objectOf } from "./model.js";

const AFTER = 400;

/** @import { Element, Modeler } from "./types.js" */

export class Preview {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #latest = 0;
  isShown = false;
  /** @type {Element | null} */
  element = null;

  /**
   * @param {Modeler} modeler
   * @param {{ address: string, place: HTMLElement, onToggle: () => void }} options
   */
  constructor(modeler, { address, place, onToggle }) {
    this.modeler = modeler;
    this.address = address;
    this.place = place;
    this.onToggle = onToggle;
    this.body = find(place, "[data-preview-body]");
    find(place, "[data-preview-close]").addEventListener("click", () => this.toggle());
    // Only a picture of the form: nothing is handed in.
    this.body.addEventListener("submit", (event) => event.preventDefault());
    modeler.on("commandStack.changed", () => this.soon());
  }

  /** @param {Element | null | undefined} element whose form is looked at */
  of(element) {
    this.element = element && isStep(element) ? element : null;
    this.place.hidden = !this.isShown || !this.element;
    this.soon(0);
  }

  toggle() {
    this.isShown = !this.isShown;
    this.onToggle();
    this.of(this.element);
    if (this.isShown) find(this.place, "h2").focus();
  }

  soon(wait = AFTER) {
    clearTimeout(this.#timer);
    const { element } = this;
    if (this.isShown && element) this.#timer = setTimeout(() => this.#draw(element), wait);
  }

  /** @param {Element} element */
  async #draw(element) {
    const { xml = "" } = await this.modeler.saveXML();
    const request = (this.#latest += 1);
    const answer = await send(`${this.address}${encodeURIComponent(objectOf(element).id)}`, xml).catch(
      () => null,
    );
    if (request !== this.#latest || !answer) return;
    if (!answer.ok) {
      this.body.textContent = answer.body.message ?? "";
      return;
    }
    this.body.innerHTML = answer.body;
    start();
  }
}
