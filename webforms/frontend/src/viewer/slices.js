// A drawing takes a telephone longer than anybody should wait for an answer to a tap: it comes in slices, and between
// two of them the page has its turn. First all elements have their places, then each its picture.
import GraphicsFactory from "diagram-js/lib/core/GraphicsFactory";

// Milliseconds; 50 is what is felt, and the last picture of a slice may take a while.
const SLICE = 20;

/** The page's turn. */
export const pause = () => new Promise((resolve) => setTimeout(resolve));

/** Draws nothing until `drawAll`, then everything at once as usual. */
export class PatientGraphics extends GraphicsFactory {
  static $inject = ["eventBus", "elementRegistry"];

  /** @type {Parameters<GraphicsFactory["update"]>[] | null} */
  #waiting = [];

  /** @param {Parameters<GraphicsFactory["update"]>} picture kind, element, where it is drawn */
  update(...picture) {
    if (this.#waiting) this.#waiting.push(picture);
    else super.update(...picture);
  }

  async drawAll() {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    let end = performance.now() + SLICE;
    for (const picture of waiting) {
      super.update(...picture);
      if (performance.now() < end) continue;
      await pause();
      end = performance.now() + SLICE;
    }
  }
}
