// Whatever names a field or a step is found, follows a new name, and is put right when what it names goes.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import vocabulary from "../../../../engine/bpmn/vocabulary.json" with { type: "json" };
import { learnTypes } from "../../src/editor/field_types.js";
import { follow, forget, referencesTo } from "../../src/editor/references/references.js";
import { namesIn, renamedIn } from "../../src/editor/references/names_in.js";

learnTypes([{ name: "", properties: [], shape: "text" }]);

const FORMS = readFileSync(join(import.meta.dirname, "../../../../engine/bpmn/value_forms.py"), "utf-8");
/**
 * Forms of values that the engine says refer to something.
 * @param {string} kind
 */
const referring = (kind) => {
  const table = FORMS.split("FORMS: Mapping")[1];
  return [...table.matchAll(/"(\w+)": ValueForm\(((?:[^()]|\([^()]*\))*)\)/g)]
    .filter(([, , inside]) => inside.includes(`refers_to="${kind}"`))
    .map(([, form]) => form);
};

/** What names a target, by the form of the value. */
const NAMED = {
  field: {
    field: "judul",
    fields: "uraian judul foto",
    template: "Tentang {judul}.",
    condition: 'judul != "judul" and len(judul) >= 2',
    script: "n = len(judul)",
  },
  step: {
    step: "Periksa",
    steps: "Serah Periksa",
    condition: "langkah.Periksa.selesai <= sekarang",
  },
};
const NAMES = { field: "judul", step: "Periksa" };

test.each(["field", "step"])("what the engine calls a reference to a %s is one here", (kind) => {
  const forms = referring(kind);
  expect(forms.length).toBeGreaterThan(1);
  expect(Object.keys(NAMED[kind])).toEqual(expect.arrayContaining(forms));
});

/** Every property of the vocabulary that can name it, wherever it is written. */
const ALL = Object.entries(vocabulary.properties).flatMap(([place, those]) =>
  Object.entries(those).flatMap(([key, property]) =>
    ["field", "step"].flatMap((kind) =>
      property.form in NAMED[kind] ? [{ kind, place, key, property, text: NAMED[kind][property.form] }] : [],
    ),
  ),
);

/** A diagram that says one property. */
function drawing({ place, property, text }) {
  const object = ($type, more) => ({
    $type,
    $instanceOf: (type) => type === $type || (type === "bpmn:FlowNode" && $type.endsWith("Task")),
    ...more,
  });
  const extended = (...values) => ({ extensionElements: { values } });
  const listed = (at) =>
    at === place && property.written !== "element"
      ? [{ $type: "camunda:Properties", values: [{ name: property.name, value: text }] }]
      : [];
  const field = { id: "lain", properties: { values: [] } };
  if (place === "field") field.properties.values.push({ id: property.name, value: text });
  const step = object("bpmn:UserTask", {
    id: "Tayang",
    ...extended(...listed("step"), { $type: "camunda:FormData", fields: [field] }),
  });
  const process = object("bpmn:Process", {
    id: "proses",
    isExecutable: true,
    ...extended(...listed("process")),
  });
  const flow = object("bpmn:SequenceFlow", {
    id: "ya",
    conditionExpression: place === "flow" && { body: text },
  });
  const script = object("bpmn:ScriptTask", { id: "Hitung", script: place === "script" ? text : undefined });
  const elements = [process, step, flow, script].map((businessObject) => ({
    id: businessObject.id,
    businessObject,
  }));
  const registry = { filter: (w) => elements.filter(w), find: (w) => elements.find(w) };
  const services = { elementRegistry: registry, canvas: { getRootElement: () => elements[0] } };
  const edits = {
    setProperty: (_element, name, value, of) => (of.extensionElements.values[0].values = [{ name, value }]),
    setFieldProperty: (_element, of, id, value) => (of.properties.values = value ? [{ id, value }] : []),
    create: (_type, { body }) => ({ body }),
    run: (_element, changes) =>
      changes.forEach(({ moddle, properties }) => Object.assign(moddle, properties)),
  };
  const modeler = { get: (name) => services[name], getDefinitions: () => ({ rootElements: [process] }) };
  return { modeler, edits };
}

test.each(ALL)("$place $key names a $kind: found, followed, put right", ({ kind, ...written }) => {
  const { modeler, edits } = drawing(written);
  const target = { kind, name: NAMES[kind] };
  expect(referencesTo(modeler, target)).toHaveLength(1);
  expect(referencesTo(modeler, { kind, name: "lainnya" })).toEqual([]);
  follow(modeler, edits, target, "baru");
  expect(referencesTo(modeler, target)).toEqual([]);
  const [left] = forget(modeler, edits, [{ kind, name: "baru" }]);
  const remaining = referencesTo(modeler, { kind, name: "baru" });
  // What reads a name by a condition or a script is a person's to decide; lists and texts name it no more.
  expect(left.isOpen).toBe(["condition", "script"].includes(written.property.form));
  expect(remaining).toHaveLength(left.isOpen ? 1 : 0);
});

test("there is something in each place", () => {
  expect(new Set(ALL.map(({ place }) => place))).toEqual(
    new Set(["process", "step", "script", "flow", "field"]),
  );
});

test.each([
  ["condition", 'a == "a" and ab > 1', "field", "a", "z", 'z == "a" and ab > 1'],
  ["condition", "a.b == 1 and b.a == 2", "field", "a", "z", "z.b == 1 and b.a == 2"],
  [
    "condition",
    "langkah.A.selesai > kapan and A == 1",
    "step",
    "A",
    "Z",
    "langkah.Z.selesai > kapan and A == 1",
  ],
  ["template", "{a}{ab}{a}", "field", "a", "z", "{z}{ab}{z}"],
  ["template", "{a}{ab}{a}", "field", "a", undefined, "{ab}"],
  ["fields", "a  ab a", "field", "a", undefined, "ab"],
  ["steps", "A B", "step", "B", "A", "A"],
])("%s: %s", (form, text, kind, name, fresh, expected) => {
  expect(renamedIn({ property: { form }, text }, kind, name, fresh)).toBe(expected);
});

test("names in quotation marks are texts", () => {
  expect(namesIn({ property: { form: "condition" }, text: `"a" in b or c == 'd "e'` }, "field")).toEqual(
    expect.not.arrayContaining(["a", "d", "e"]),
  );
});
