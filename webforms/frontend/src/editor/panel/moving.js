// Where an element stands: moved by buttons, for who does not drag.
import { html } from "@bpmn-io/diagram-js-ui";
import { nameOfElement } from "../kinds.js";
import { t } from "../words.js";
import { Button, More } from "./inputs.js";

/** @import { Shown } from "../types.js" */

/** Two fields of the grid on which bpmn-js lets things snap. */
const STEP = 20;
const WAYS = [
  ["left", -STEP, 0],
  ["right", STEP, 0],
  ["up", 0, -STEP],
  ["down", 0, STEP],
];

/** @param {Shown} props */
export function Moving({ editor, element }) {
  const move = (/** @type {string} */ name, /** @type {number} */ x, /** @type {number} */ y) => {
    editor.modeler.get("modeling").moveElements([element], { x, y });
    editor.modeler.get("canvas").scrollToElement(element, 60);
    editor.announce(
      t("editor.moving.moved", { name: nameOfElement(element), to: t(`editor.moving.${name}`) }),
    );
  };
  // What sits on a border moves with what it sits on.
  if (element.host) return null;
  return html`<${More} id="moving" title=${t("editor.moving.title")}>
    <p class="help">${t("editor.moving.help")}</p>
    <div class="actions">${WAYS.map(([name, x, y]) => html`<${Button} kind="small" onClick=${() => move(String(name), Number(x), Number(y))}>${t(`editor.moving.${name}`)}<//>`)}</div>
  <//>`;
}
