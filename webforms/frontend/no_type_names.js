// A rule of the house: nobody asks a field for its type by name. What is particular to a type stands in its own file
// (src/form/types) or comes with the page (src/editor/field_types.js). Names are those of the types' templates, which
// tests/test_field_types.py compares with the engine's registry.
import { readdirSync } from "node:fs";

const TEMPLATES = new URL("../templates/form/types", import.meta.url);
const NAMES = new Set(readdirSync(TEMPLATES).map((each) => each.replace(".html", "")));
/** By a control's type, too, nothing is looked for. */
const SELECTOR = /data-control\s*[~|^$*]?=/;

/** @param {unknown} text */
const names = (text) => typeof text === "string" && (NAMES.has(text) || SELECTOR.test(text));

/** What `typeof` answers is no type of field. */
const isOfTypeof = ({ type, left, right } = {}) =>
  type === "BinaryExpression" && [left, right].some(({ operator }) => operator === "typeof");

/** A table of nothing but types. */
const isTable = ({ properties }) =>
  properties.length > 1 && properties.every(({ key, computed }) => !computed && NAMES.has(key?.name));

export default {
  meta: {
    type: "problem",
    schema: [],
    messages: { named: "{{name}} is a type of field: ask for what is particular to it, not for its name." },
  },
  create: (context) => ({
    Literal(node) {
      if (names(node.value) && !isOfTypeof(node.parent))
        context.report({ node, messageId: "named", data: { name: node.value } });
    },
    TemplateElement(node) {
      if (names(node.value.cooked))
        context.report({ node, messageId: "named", data: { name: node.value.cooked } });
    },
    ObjectExpression(node) {
      if (isTable(node)) context.report({ node, messageId: "named", data: { name: "Each of these" } });
    },
  }),
};
