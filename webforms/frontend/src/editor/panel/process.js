// The SOP itself: its steps in order, and the identity block of the official sheet.
import { html } from "@bpmn-io/diagram-js-ui";
import { allFields, objectOf, processOf, processShape, propertyOf, typeOf } from "../model.js";
import { nipProblem } from "../nip.js";
import { isKnown, t } from "../words.js";
import { Choice, Group, Text } from "./inputs.js";

/** Name → rows of its input; a date has none. */
const IDENTITY = {
  nomor_sop: 0, unit_kerja: 0, alamat_unit: 3, tgl_pembuatan: "date", tgl_revisi: "date", tgl_pengesahan: "date",
  disahkan_oleh: 0, disahkan_jabatan: 0, disahkan_pangkat: 0, disahkan_nip: "nip", dasar_hukum: 5, keterkaitan: 3,
  peringatan: 3, kualifikasi_pelaksana: 4, peralatan: 4, pencatatan: 2,
};
const ISO_DAY = /^(\d{4}-\d\d-\d\d)?$/;

export function Overview({ editor }) {
  const { steps } = editor.checking;
  const registry = editor.modeler.get("elementRegistry");
  return html`<${Group} id="steps" title=${t("editor.group.steps")} count=${steps.length} isOpen>
    <ol class="steps">
      ${steps.map(
        ({ id, name, lane, hue }) => html`<li>
          <button type="button" class="link" onClick=${() => editor.select(registry.get(id))}>${name || t("editor.unnamed")}</button>
          <small class=${lane ? `of-lane lane-${hue}` : "of-lane"}>${lane || t("editor.no_lane")}</small>
        </li>`,
      )}
    </ol>
  <//>`;
}

export function Identity({ editor }) {
  const process = processOf(editor.modeler);
  const shape = processShape(editor.modeler);
  const set = (name) => (text) => editor.edits.setProperty(shape, name, text, process);
  const rename = (name) => editor.edits.run(shape, [{ moddle: process, properties: { name } }]);
  return html`<${Group} id="identity" title=${t("editor.group.identity")}>
    <${Text} label=${t("editor.sop_name")} value=${process.name ?? ""} lines=${2} onChange=${rename} />
    ${shape !== editor.modeler.get("canvas").getRootElement() &&
    html`<${Text} label=${t("editor.pool_name")} value=${objectOf(shape).name ?? ""} onChange=${(text) => editor.modeler.get("modeling").updateLabel(shape, text)} />`}
    ${Object.entries(IDENTITY).map(([name, kind]) => html`<${IdentityInput} key=${name} ...${{ name, kind, value: propertyOf(process, name), onChange: set(name) }} />`)}
    <${Choice} label=${t("editor.title_field")} help=${t("editor.title_field_help")} value=${propertyOf(process, "judul_berkas")} onChange=${set("judul_berkas")}
      options=${[["", t("editor.title_field_none")], ...titleFields(editor)]} />
  <//>`;
}

function IdentityInput({ name, kind, value, onChange }) {
  const common = `definitions.identity_block.${name}`;
  const label = t(isKnown(common) ? common : `editor.identity.${name}`);
  if (kind === "date" && ISO_DAY.test(value)) return html`<${Text} ...${{ label, value, onChange, type: "date" }} />`;
  if (kind === "nip") return html`<${Text} ...${{ label, value, onChange, inputmode: "numeric", judge: nipWords }} />`;
  const help = kind >= 3 && name !== "peringatan" && name !== "alamat_unit" ? t("editor.one_per_line") : undefined;
  return html`<${Text} ...${{ label, value, onChange, help, lines: kind > 0 ? kind : undefined }} />`;
}

function nipWords(text) {
  const key = nipProblem(text);
  return key && t(key);
}

const titleFields = (editor) =>
  allFields(editor.modeler)
    .filter(({ field }) => typeOf(field) === "text")
    .map(({ field }) => [field.id, field.label || field.id]);
