// A step: what it is called, who does it, its Mutu Baku, and who may not do it.
import { html } from "@bpmn-io/diagram-js-ui";
import { nameOfElement } from "../kinds.js";
import { moveToLane } from "../lanes.js";
import { laneOf, lanesOf, noteOf, objectOf, propertiesOf, propertyOf, stepsOf, documentationOf } from "../model.js";
import { t } from "../words.js";
import { AsItStands, Choice, Checks, Group, Text } from "./inputs.js";
import { LanePeople } from "./lane.js";
import { Norm } from "./norm.js";

export function General({ editor, element }) {
  const { modeler } = editor;
  const lanes = lanesOf(modeler);
  const lane = laneOf(modeler, element);
  const change = (id) => moveToLane(modeler, element, modeler.get("elementRegistry").get(id));
  return html`<${Group} id="general" title=${t("editor.group.general")} isOpen>
    <${Name} ...${{ editor, element }} />
    ${!element.host && lanes.length > 0 &&
    html`<${Choice} label=${t("editor.lane")} value=${lane?.id ?? ""} onChange=${change}
      options=${lanes.map((each) => [each.id, nameOfElement(each)])} />`}
    ${lane && html`<${LanePeople} ...${{ editor, lane }} />`}
    <${Note} ...${{ editor, element }} />
  <//>`;
}

export function Name({ editor, element, label = t("editor.name"), isFirst = true }) {
  const rename = (text) => editor.modeler.get("modeling").updateLabel(element, text);
  return html`<${Text} label=${label} value=${objectOf(element).name ?? ""} lines=${2} onChange=${rename} ...${isFirst && { "data-first": true }} />`;
}

/** A note on the drawing, tied to the element by a dotted line. */
function Note({ editor, element }) {
  const { modeler } = editor;
  const note = noteOf(element);
  const write = (text) => {
    if (note && text) return modeler.get("modeling").updateLabel(note, text);
    if (note) return modeler.get("modeling").removeElements([note]);
    if (!text) return undefined;
    const selected = modeler.get("selection").get();
    const shape = modeler.get("elementFactory").createShape({ type: "bpmn:TextAnnotation" });
    objectOf(shape).text = text;
    modeler.get("autoPlace").append(element, shape);
    return modeler.get("selection").select(selected);
  };
  return html`<${Text} label=${t("editor.note")} help=${t("editor.note_help")} value=${note ? objectOf(note).text ?? "" : ""} lines=${2} onChange=${write} />`;
}

export function Quality({ editor, element }) {
  const object = objectOf(element);
  const set = (name) => (text) => editor.edits.setProperty(element, name, text);
  const text = (name) => html`<${Text} label=${t(`editor.quality.${name}`)} value=${propertyOf(object, name)} lines=${2} onChange=${set(name)} />`;
  return html`<${Group} id="quality" title=${t("editor.group.quality")}>
    ${text("kelengkapan")}
    <${Norm} latest=${() => propertyOf(object, "norma_waktu")} onChange=${set("norma_waktu")} />
    ${text("keluaran")} ${text("keterangan")}
  <//>`;
}

export function Separation({ editor, element }) {
  const object = objectOf(element);
  const others = stepsOf(editor.modeler).filter((step) => step !== element);
  const named = propertyOf(object, "pemisahan_tugas").split(/\s+/).filter(Boolean);
  const options = inOrder(editor, others).map((step) => [step.id, nameOfElement(step)]);
  const set = (ids) => {
    // A name that leads nowhere is lint's to report, not ours to drop.
    const unknown = named.filter((id) => !options.some(([each]) => each === id));
    editor.edits.setProperty(element, "pemisahan_tugas", [...ids, ...unknown].join(" "));
  };
  return html`<${Group} id="separation" title=${t("editor.group.separation")} count=${named.length || undefined}>
    <${Checks} legend=${t("editor.separation.legend")} help=${t("editor.separation.help")} none=${t("editor.separation.none")}
      options=${options} chosen=${named} onChange=${set} />
    <${Choice} label=${t("editor.returns")} help=${t("editor.returns_help")} value=${propertyOf(object, "kembalikan_ke")}
      options=${[["", t("editor.returns_nowhere")], ...options]} onChange=${(id) => editor.edits.setProperty(element, "kembalikan_ke", id)} />
  <//>`;
}

/** Steps in the order of the procedure, as the server's last check told it. */
export function inOrder(editor, steps) {
  const place = new Map(editor.checking.steps.map(({ id }, n) => [id, n]));
  return steps.toSorted((a, b) => (place.get(a.id) ?? Infinity) - (place.get(b.id) ?? Infinity));
}

const SHOWN = new Set(["kelengkapan", "norma_waktu", "keluaran", "keterangan", "pemisahan_tugas", "kembalikan_ke"]);

export function Documentation({ editor, element }) {
  const object = objectOf(element);
  const others = propertiesOf(object).filter((each) => each.value && !SHOWN.has(each.name ?? each.id) && editor.isStep(element));
  return html`<${Group} id="documentation" title=${t("editor.group.documentation")}>
    <${Text} label=${t("editor.documentation")} help=${t("editor.documentation_help")} value=${documentationOf(object)} lines=${4}
      onChange=${(text) => editor.edits.setDocumentation(element, text)} />
    ${others.map((each) => html`<${AsItStands} label=${each.name ?? each.id} text=${each.value} />`)}
  <//>`;
}

