// Search in the diagram: by what things are called, never by their ids.
import { kindOf } from "./kinds.js";
import { objectOf } from "./model.js";

/** @import { DiagramCanvas, ElementRegistry } from "../viewer/diagram.js" */
/** @import { Element, SearchPad } from "./types.js" */

class Searching {
  static $inject = ["searchPad", "elementRegistry", "canvas"];

  /**
   * @param {SearchPad} searchPad
   * @param {ElementRegistry} elementRegistry
   * @param {DiagramCanvas} canvas
   */
  constructor(searchPad, elementRegistry, canvas) {
    this.elementRegistry = elementRegistry;
    this.canvas = canvas;
    searchPad.registerProvider(this);
  }

  /** @param {string} pattern */
  find(pattern) {
    const wanted = pattern.trim().toLocaleLowerCase();
    const named = this.elementRegistry.filter(
      (each) => !each.labelTarget && nameOf(each).toLocaleLowerCase().includes(wanted),
    );
    return named
      .filter((each) => each !== this.canvas.getRootElement())
      .map((element) => result(element, wanted));
  }
}

/** @param {Element} element */
const nameOf = (element) => objectOf(element)?.name ?? objectOf(element)?.text ?? "";

/**
 * @param {Element} element
 * @param {string} wanted
 */
function result(element, wanted) {
  const name = nameOf(element);
  const at = name.toLocaleLowerCase().indexOf(wanted);
  const [before, match, after] = [
    name.slice(0, at),
    name.slice(at, at + wanted.length),
    name.slice(at + wanted.length),
  ];
  return {
    element,
    primaryTokens: [{ normal: before }, { matched: match }, { normal: after }],
    secondaryTokens: [{ normal: kindOf(element) }],
  };
}

export default { __init__: ["searching"], searching: ["type", Searching] };
