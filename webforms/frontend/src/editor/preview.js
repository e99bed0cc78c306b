// The form as the task's page will draw it: the server's own template, from the drawing as it is now.
import { start } from "../form/form.js";
import { send } from "./asking.js";
import { isStep, objectOf } from "./model.js";

const AFTER = 400;

export class Preview {
  constructor(modeler, { address, place, onToggle }) {
    Object.assign(this, { modeler, address, place, onToggle, isShown: false, element: null });
    this.body = place.querySelector("[data-preview-body]");
    place.querySelector("[data-preview-close]").addEventListener("click", () => this.toggle());
    // Only a picture of the form: nothing is handed in.
    this.body.addEventListener("submit", (event) => event.preventDefault());
    modeler.on("commandStack.changed", () => this.soon());
  }

  of(element) {
    this.element = element && isStep(element) ? element : null;
    this.place.hidden = !this.isShown || !this.element;
    this.soon(0);
  }

  toggle() {
    this.isShown = !this.isShown;
    this.onToggle();
    this.of(this.element);
    if (this.isShown) this.place.querySelector("h2").focus();
  }

  soon(wait = AFTER) {
    clearTimeout(this.timer);
    if (this.isShown && this.element) this.timer = setTimeout(() => this.#draw(), wait);
  }

  async #draw() {
    const { xml } = await this.modeler.saveXML();
    const asked = (this.asked = (this.asked ?? 0) + 1);
    const answer = await send(`${this.address}${encodeURIComponent(objectOf(this.element).id)}`, xml).catch(() => null);
    if (asked !== this.asked || !answer) return;
    if (!answer.ok) {
      this.body.textContent = answer.body.message ?? "";
      return;
    }
    this.body.innerHTML = answer.body;
    start();
  }
}
