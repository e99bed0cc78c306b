// bpmn-js copies only what it has a description of. Copies here keep everything else, too: other tools' extension
// elements and attributes.
import { is } from "bpmn-js/lib/util/ModelUtil";

const FIRST = 2000;

class Copying {
  static $inject = ["eventBus", "moddle"];
  constructor(eventBus, moddle) {
    eventBus.on("moddleCopy.canCopyProperty", FIRST, ({ property, parent }) => {
      if (!isForeign(moddle, property) || !is(parent, "bpmn:ExtensionElements")) return undefined;
      return copied(moddle, property, parent);
    });
    eventBus.on("moddleCopy.canCopyProperties", FIRST, ({ sourceElement, targetElement }) => {
      // Also what says whose they are, where that stands beside them.
      for (const [name, value] of Object.entries(sourceElement.$attrs ?? {})) {
        if (name !== "xmlns") targetElement.$attrs[name] = value;
      }
    });
  }
}

const isForeign = (moddle, property) =>
  Boolean(property?.$type) && !Array.isArray(property) && moddle.getElementDescriptor(property).isGeneric;

function copied(moddle, source, parent) {
  const { $type, $children, $parent, $body, $descriptor, $model, ...attributes } = source;
  const copy = moddle.createAny($type, $descriptor.ns.uri, attributes);
  copy.$parent = parent;
  if ($body !== undefined) copy.$body = $body;
  if ($children) copy.$children = $children.map((child) => copied(moddle, child, copy));
  return copy;
}

export default { __init__: ["copying"], copying: ["type", Copying] };
