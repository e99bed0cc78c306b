// bpmn-js copies only what it has a description of. Copies here keep everything else, too: other tools' extension
// elements and attributes.
import { is } from "bpmn-js/lib/util/ModelUtil";

const FIRST = 2000;

/** @import { EventBus } from "../viewer/diagram.js" */
/** @import { ModdleElement } from "../viewer/moddle.js" */
/** @import { ForeignElement, Moddle } from "./types.js" */

class Copying {
  static $inject = ["eventBus", "moddle"];

  /**
   * @param {EventBus} eventBus
   * @param {Moddle} moddle
   */
  constructor(eventBus, moddle) {
    /** @param {{ property: unknown, parent: ModdleElement }} event */
    const copyProperty = ({ property, parent }) => {
      if (!isForeign(moddle, property) || !is(parent, "bpmn:ExtensionElements")) return undefined;
      return copied(moddle, property, parent);
    };
    eventBus.on("moddleCopy.canCopyProperty", FIRST, copyProperty);
    eventBus.on("moddleCopy.canCopyProperties", FIRST, copyAttributes);
  }
}

/**
 * Also what says whose they are, where that stands beside them.
 * @param {{ sourceElement: ModdleElement, targetElement: ModdleElement }} event
 */
function copyAttributes({ sourceElement, targetElement }) {
  const attributes = Object.entries(sourceElement.$attrs ?? {}).filter(([name]) => name !== "xmlns");
  Object.assign(targetElement.$attrs ?? {}, Object.fromEntries(attributes));
}

/**
 * @param {Moddle} moddle
 * @param {unknown} property
 * @returns {property is ForeignElement}
 */
function isForeign(moddle, property) {
  const element = /** @type {ModdleElement | null | undefined} */ (property);
  return (
    Boolean(element?.$type) &&
    !Array.isArray(element) &&
    Boolean(moddle.getElementDescriptor(/** @type {ModdleElement} */ (element)).isGeneric)
  );
}

/**
 * @param {Moddle} moddle
 * @param {ForeignElement} source
 * @param {ModdleElement} parent
 * @returns {ForeignElement}
 */
function copied(moddle, source, parent) {
  const { $type, $children, $parent: _parent, $body, $descriptor, $model: _model, ...attributes } = source;
  const copy = moddle.createAny($type, $descriptor.ns.uri, attributes);
  copy.$parent = parent;
  if ($body !== undefined) copy.$body = $body;
  if ($children) copy.$children = $children.map((child) => copied(moddle, child, copy));
  return copy;
}

export default { __init__: ["copying"], copying: ["type", Copying] };
