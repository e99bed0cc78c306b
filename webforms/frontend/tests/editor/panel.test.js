// @vitest-environment happy-dom
// Every property of the vocabulary has its place in the panel: its input, or what is written, with its own label.
import { html, render } from "@bpmn-io/diagram-js-ui";
import { beforeEach, expect, test, vi } from "vitest";
import vocabulary from "../../../../engine/bpmn/vocabulary.json" with { type: "json" };
import { learnTypes } from "../../src/editor/field_types.js";
import { FieldPanel } from "../../src/editor/panel/field.js";
import { drawPanel } from "../../src/editor/panel/panel.js";

// bpmn-js itself needs a browser.
vi.mock("../../src/editor/modeler.js", () => ({ fit() {} }));

const { properties } = vocabulary;
/** bpmn-js's types, and what each is a kind of. */
const KINDS = {
  "bpmn:UserTask": ["bpmn:Activity", "bpmn:FlowNode"],
  "bpmn:ScriptTask": ["bpmn:Activity", "bpmn:FlowNode"],
  "bpmn:ExclusiveGateway": ["bpmn:Gateway", "bpmn:FlowNode"],
  "bpmn:BoundaryEvent": ["bpmn:Event", "bpmn:FlowNode"],
};
/** Whose input is labelled by what it is about. */
const LABELLED_OTHERWISE = { "flow.name": "editor.branch_name" };

const named = (place, form = "name") =>
  Object.values(properties[place])
    .filter(({ written = "property" }) => written === "property")
    .map(({ name, example }) => ({ [form]: name, value: example }));

const object = ($type, more = {}) => ({
  $type,
  $instanceOf: (type) => type === $type || (KINDS[$type] ?? []).includes(type),
  ...more,
});
const extended = (...values) => ({ extensionElements: { values } });
const listed = (place) => extended({ $type: "camunda:Properties", values: named(place) });
const element = (businessObject, more = {}) => ({
  id: businessObject.id,
  businessObject,
  incoming: [],
  outgoing: [],
  ...more,
});

const FIELD = {
  id: "nama",
  label: "Nama",
  type: "pick",
  properties: { values: named("field", "id").filter(({ id }) => id !== properties.field.kind.name) },
  validation: {
    constraints: Object.values(properties.field)
      .filter(({ written }) => written === "constraint")
      .map(({ name, example }) => ({ name, config: example })),
  },
  values: [{ id: "ya", name: "Ya" }],
};

/** The field that the example of what narrows names. */
const NARROWING = { ...FIELD, id: properties.field.narrowed_by.example, label: "Pilih" };

/** A diagram in which every property says its example. */
function drawing() {
  const process = object("bpmn:Process", { id: "proses", isExecutable: true, ...listed("process") });
  const step = element(object("bpmn:UserTask", { id: "Periksa", name: "Periksa", ...listed("step") }));
  step.businessObject.extensionElements.values.push({
    $type: "camunda:FormData",
    fields: [FIELD, NARROWING],
  });
  const script = element(
    object("bpmn:ScriptTask", { id: "Hitung", script: properties.script.script.example }),
  );
  const gateway = element(object("bpmn:ExclusiveGateway", { id: "Disetujui" }));
  const flows = ["Alur_ya", "Alur_tidak"].map((id) =>
    element(object("bpmn:SequenceFlow", { id, ...listed("flow") }), { source: gateway, target: step }),
  );
  gateway.outgoing = flows;
  const timer = element(
    object("bpmn:BoundaryEvent", {
      id: "Tegur",
      eventDefinitions: [
        { $instanceOf: () => true, timeDuration: { body: properties.timer.duration.example } },
      ],
      $parent: { flowElements: [] },
    }),
    { host: step },
  );
  const lane = element(object("bpmn:Lane", { id: "Lajur", name: "Petugas" }), { y: 0 });
  const note = element(object("bpmn:TextAnnotation", { id: "Catatan", text: "Lihat" }));
  return { process: element(process), step, script, gateway, flow: flows[0], timer, lane, note };
}

/** The parts of the page that the panel asks, as far as it reads. */
function editorOf(drawn, selected) {
  const all = Object.values(drawn);
  const services = {
    elementRegistry: {
      filter: (wanted) => all.filter(wanted),
      find: (wanted) => all.find(wanted),
      get: (id) => all.find((each) => each.id === id),
    },
    canvas: { getRootElement: () => drawn.process },
    bpmnRules: { canConnectSequenceFlow: () => true },
    modeling: {},
  };
  return {
    modeler: {
      get: (name) => services[name],
      getDefinitions: () => ({ rootElements: [drawn.process.businessObject] }),
    },
    edits: {},
    checking: { of: () => [], steps: [], lanes: {} },
    preview: { isShown: false },
    selected,
    title: () => "",
    isStep: (each) => each.businessObject.$type === "bpmn:UserTask",
    trialFrom: (id) => `?from=${id}`,
  };
}

/** Words of the panel while an element is selected; a text that nobody translated is its key. */
function shown(drawn, selected) {
  const place = document.createElement("div");
  drawPanel(place, editorOf(drawn, selected ? [selected] : []));
  return place.textContent;
}

function shownOfField(drawn) {
  const place = document.createElement("div");
  const editor = editorOf(drawn, [drawn.step]);
  render(html`<${FieldPanel} ...${{ editor, element: drawn.step, field: FIELD }} />`, place);
  return place.textContent;
}

/**
 * A type that knows these properties, and one that nobody knows.
 * @param {string[]} known
 */
const learn = (known) =>
  learnTypes([
    { name: "pick", properties: known, shape: "option", has_options: true, gives_keys: true },
    { name: "", properties: [], shape: "text" },
  ]);

beforeEach(() => learn(Object.keys(properties.field)));

const DRAWN = drawing();
/** @type {Record<string, () => string>} */
const PANELS = {
  process: () => shown(DRAWN),
  lane: () => shown(DRAWN, DRAWN.lane),
  node: () => shown(DRAWN, DRAWN.step),
  step: () => shown(DRAWN, DRAWN.step),
  script: () => shown(DRAWN, DRAWN.script),
  choice: () => shown(DRAWN, DRAWN.gateway),
  flow: () => shown(DRAWN, DRAWN.gateway),
  timer: () => shown(DRAWN, DRAWN.timer),
  note: () => shown(DRAWN, DRAWN.note),
  field: () => shownOfField(DRAWN),
  option: () => shownOfField(DRAWN),
};
const ALL = Object.entries(properties).flatMap(([place, those]) =>
  Object.entries(those).map(([key, property]) => ({ place, key, property })),
);

test.each(ALL.filter(({ property }) => !property.not_in_editor))(
  "$place $key is seen",
  ({ place, key, property }) => {
    const words = PANELS[place]();
    const label = LABELLED_OTHERWISE[`${place}.${key}`] ?? `vocabulary.${place}.${key}.label`;
    // What stands beside the inputs of a step is called as it is in the file.
    const isByName = place === "step" && property.read_only;
    expect(words).toContain(isByName ? property.name : label);
  },
);

test("what the editor has no input for says why", () => {
  const without = ALL.filter(({ property }) => property.not_in_editor).map(
    ({ place, key }) => `${place}.${key}`,
  );
  expect(without).toEqual(["field.name", "field.kind", "option.id"]);
});

/** @param {object} field what the panel shows of it, and what was done to it */
function panelOf(field) {
  const removed = [];
  const edits = {
    setFieldProperty: (_element, _field, name, value) => removed.push([name, value]),
    setConstraint: (_element, _field, name, value) => removed.push([name, value]),
    updateField: (_element, _field, change) => removed.push(...Object.entries(change)),
  };
  const editor = { ...editorOf(DRAWN, [DRAWN.step]), edits };
  const place = document.createElement("div");
  render(html`<${FieldPanel} ...${{ editor, element: DRAWN.step, field }} />`, place);
  return { place, removed };
}

test("a property that does not belong to a type has no input", () => {
  learn(["label", "type"]);
  const { place } = panelOf({ id: "nama", label: "Nama", type: "pick" });
  expect(place.textContent).toContain("vocabulary.field.label.label");
  expect(place.textContent).not.toContain("vocabulary.field.max_mb.label");
  expect(place.textContent).not.toContain("editor.group.more_rules");
});

test("what is left from another type is seen without effect, and can be taken away", () => {
  learn(["label", "type", "name"]);
  const { place, removed } = panelOf(FIELD);
  const left = [...place.querySelectorAll(".as-it-stands")];
  const labels = left.map((each) => each.querySelector("b").textContent);
  expect(labels).toContain("vocabulary.field.max_mb.label");
  expect(labels).toContain("vocabulary.field.required.label");
  expect(left.every((each) => each.textContent.includes("editor.without_effect"))).toBe(true);
  for (const each of left) each.querySelector("button").click();
  const { max_mb, required } = properties.field;
  expect(removed).toContainEqual([max_mb.name, ""]);
  expect(removed).toContainEqual([required.name, null]);
});

test("of a type that nobody knows nothing is called without effect", () => {
  const { place } = panelOf({ ...FIELD, type: "warna" });
  expect(place.querySelector(".as-it-stands")).toBeNull();
});
