// Search in the diagram: by what things are called, never by their ids.
import { kindOf } from "./kinds.js";
import { objectOf } from "./model.js";

class Searching {
  static $inject = ["searchPad", "elementRegistry", "canvas"];
  constructor(searchPad, elementRegistry, canvas) {
    Object.assign(this, { elementRegistry, canvas });
    searchPad.registerProvider(this);
  }

  find(pattern) {
    const wanted = pattern.trim().toLocaleLowerCase();
    const named = this.elementRegistry.filter((each) => !each.labelTarget && nameOf(each).toLocaleLowerCase().includes(wanted));
    return named.filter((each) => each !== this.canvas.getRootElement()).map((element) => result(element, wanted));
  }
}

const nameOf = (element) => objectOf(element)?.name ?? objectOf(element)?.text ?? "";

function result(element, wanted) {
  const name = nameOf(element);
  const at = name.toLocaleLowerCase().indexOf(wanted);
  const [before, match, after] = [name.slice(0, at), name.slice(at, at + wanted.length), name.slice(at + wanted.length)];
  return {
    element,
    primaryTokens: [{ normal: before }, { matched: match }, { normal: after }],
    secondaryTokens: [{ normal: kindOf(element) }],
  };
}

export default { __init__: ["searching"], searching: ["type", Searching] };
