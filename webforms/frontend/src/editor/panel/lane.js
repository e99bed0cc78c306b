// A lane is a role, or several: who stands behind it is asked of the server, which knows the accounts.
import { html } from "@bpmn-io/diagram-js-ui";
import { nameOfElement } from "../kinds.js";
import { fit } from "../modeler.js";
import { objectOf, laneOf, stepsOf } from "../model.js";
import { LANE } from "../vocabulary.js";
import { t } from "../words.js";
import { Button, Group } from "./inputs.js";
import { Name } from "./name.js";
import { helpOf, labelOf } from "./labels.js";

/** @import { Editor, Element, Shown } from "../types.js" */

/** @param {{ editor: Editor, lane: Element }} props */
export function LanePeople({ editor, lane }) {
  const roles = editor.checking.lanes[objectOf(lane).id];
  // The server's next check will tell.
  if (!roles) return null;
  if (!roles.length) return html`<p class="chip warn">${t("editor.no_role")}</p>`;
  return html`<ul class="roles">
    ${roles.map(({ role, people }) => html`<li><b>${role}</b> ${people.length ? html`<span class="muted">${people.join(", ")}</span>` : html`<span class="chip warn">${t("definitions.nobody")}</span>`}</li>`)}
  </ul>`;
}

/** @param {Shown} props */
export function LanePanel({ editor, element }) {
  const steps = stepsOf(editor.modeler).filter((step) => laneOf(editor.modeler, step) === element);
  /** @param {"top" | "bottom"} side */
  const add = (side) => {
    editor.select(editor.modeler.get("modeling").addLane(element, side));
    fit(editor.modeler);
    editor.focusName();
  };
  return html`<${Group} id="general" title=${t("editor.group.lane")} isOpen>
      <${Name} ...${{ editor, element }} label=${labelOf(LANE.name)} />
      <p class="help">${helpOf(LANE.name)}</p>
      <${LanePeople} ...${{ editor, lane: element }} />
      <div class="actions">
        <${Button} onClick=${() => add("top")}>${t("editor.lane_above")}<//>
        <${Button} onClick=${() => add("bottom")}>${t("editor.lane_below")}<//>
      </div>
    <//>
    <${Group} id="lane-steps" title=${t("editor.group.steps")} count=${steps.length} isOpen>
      <ul class="steps">${steps.map((step) => html`<li><button type="button" class="link" onClick=${() => editor.select(step)}>${nameOfElement(step)}</button></li>`)}</ul>
    <//>`;
}
