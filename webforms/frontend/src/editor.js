// Penyunting: the diagram, its side panel, and what keeps both safe. Everything else stands in editor/.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { fit, makeModeler } from "./editor/modeler.js";
import { Checking } from "./editor/checking.js";
import { isStep, processOf } from "./editor/model.js";
import { drawFindings, drawPanel } from "./editor/panel/panel.js";
import { openGroup } from "./editor/panel/inputs.js";
import { watchMinimap } from "./editor/minimap.js";
import { Preview } from "./editor/preview.js";
import { groupOf } from "./editor/remedies.js";
import { Saving } from "./editor/saving.js";
import { watchTools } from "./editor/tools.js";
import { flush } from "./editor/typing.js";
import { t, untranslated } from "./editor/words.js";
import { panWithTwoFingers } from "./viewer/touch.js";

const frame = document.querySelector("[data-editor]");
const places = Object.fromEntries(
  ["canvas", "panel", "findings", "state", "count", "status", "preview", "conflict"].map((name) => [name, frame.querySelector(`[data-${name}]`)]),
);

const modeler = makeModeler(places.canvas);
const editor = {
  modeler,
  edits: modeler.get("edits"),
  isStep,
  showTab,
  types: JSON.parse(frame.dataset.types),
  selected: [],
  announce: (words) => (places.status.textContent = words),
  title: () => processOf(modeler)?.name ?? "",
  select(element) {
    modeler.get("selection").select(element);
    // What is wider than the screen would only be scrolled out of it.
    if (element && !is(element, "bpmn:Lane")) modeler.get("canvas").scrollToElement(element, 60);
  },
  /** Of what has just been made: its name is the next thing to say. */
  focusName() {
    openGroup("general");
    this.focus("[data-first]");
  },
  /** In the panel, once it shows what was just done. */
  focus(selector) {
    showTab("panel");
    draw();
    frame.addEventListener("editor:drawn", () => places.panel.querySelector(selector)?.focus(), { once: true });
  },
  /** A finding's element, and the group of the panel where it is mended. */
  show(finding) {
    const element = modeler.get("elementRegistry").get(finding.element);
    if (groupOf(finding)) openGroup(groupOf(finding));
    this.select(element ?? null);
    showTab("panel");
    places.panel.focus();
  },
};

editor.checking = new Checking(modeler, { address: frame.dataset.check, onChecked: draw });
editor.preview = new Preview(modeler, { address: frame.dataset.preview, place: places.preview, onToggle: draw });

const { xml, seq } = await loaded().catch(() => insteadOfDrawing("[data-unreached]"));
await document.fonts.load('12px "Plus Jakarta Sans"');
const { warnings } = await modeler.importXML(xml).catch(cannotOpen);

editor.saving = new Saving(modeler, {
  addresses: { save: frame.dataset.save, copy: frame.dataset.keep },
  seq,
  tell(words, kind) {
    places.state.textContent = words;
    places.state.className = `save-state ${kind}`;
  },
  onConflict: showConflict,
});

if (warnings.length) await agreed(warnings);
fit(modeler);
panWithTwoFingers(modeler.get("canvas"));
watchTools(frame, editor, fit);
watchMinimap(frame, modeler);
watchTabs();
modeler.on("selection.changed", ({ newSelection }) => {
  editor.selected = newSelection.map((each) => each.labelTarget ?? each);
  editor.preview.of(editor.selected[0]);
  draw();
});
modeler.on(["commandStack.changed", "elements.changed"], draw);
window.addEventListener("editor:typed", drawNow);
draw();
await editor.checking.check();
frame.setAttribute("aria-busy", "false");
frame.dataset.ready = "";

/** Once for all that happens at a time. */
function draw() {
  editor.drawing ??= requestAnimationFrame(drawNow);
}

function drawNow() {
  cancelAnimationFrame(editor.drawing);
  editor.drawing = null;
  drawPanel(places.panel, editor);
  drawFindings(places.findings, editor);
  const errors = editor.checking.findings.filter(({ severity }) => severity === "error").length;
  places.count.textContent = editor.checking.findings.length;
  places.count.className = `count ${errors ? "late" : ""}`;
  frame.dataset.untranslated = [...untranslated].join("\n");
  frame.dispatchEvent(new Event("editor:drawn"));
}

function watchTabs() {
  for (const tab of frame.querySelectorAll("[data-tab]")) tab.addEventListener("click", () => showTab(tab.dataset.tab));
}

function showTab(name) {
  for (const tab of frame.querySelectorAll("[data-tab]")) {
    tab.setAttribute("aria-pressed", String(tab.dataset.tab === name));
    places[tab.dataset.tab].hidden = tab.dataset.tab !== name;
  }
}

/** Parts of a file that bpmn-js does not understand would be lost by a save: only who knows that may go on. */
function agreed(lost) {
  const dialog = frame.querySelector("[data-loss]");
  dialog.querySelector("ul").replaceChildren(...lost.slice(0, 20).map(({ message }) => Object.assign(document.createElement("li"), { textContent: message })));
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.querySelector("[data-go-on]").addEventListener("click", () => (dialog.close(), resolve()));
  });
}

async function loaded() {
  const answer = await fetch(frame.dataset.load, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

function cannotOpen(error) {
  frame.querySelector("[data-unopened-why]").textContent = error.message;
  return insteadOfDrawing("[data-unopened]");
}

/** Nothing comes after it. */
function insteadOfDrawing(dialog) {
  frame.setAttribute("aria-busy", "false");
  frame.querySelector(dialog).showModal();
  return new Promise(() => {});
}

function showConflict({ title, message, code }) {
  const dialog = places.conflict;
  dialog.querySelector("h2").textContent = title;
  dialog.querySelector("[data-words]").textContent = message;
  dialog.querySelector("[data-theirs]").textContent = t(code === "draft_changed" ? "editor.conflict.theirs" : "editor.conflict.reload");
  dialog.querySelector("[data-theirs]").onclick = () => editor.saving.loadTheirs();
  dialog.querySelector("[data-mine]").onclick = async () => {
    const problem = await editor.saving.keepMine();
    if (problem) dialog.querySelector("[data-words]").textContent = problem;
  };
  dialog.showModal();
}

// Leaving through a link: what is typed goes first.
window.addEventListener("pagehide", flush);
window.addEventListener("beforeunload", flush);
for (const link of frame.querySelectorAll("a[data-leave]")) {
  link.addEventListener("click", async (event) => {
    if (!editor.saving.dirty) flush();
    if (!editor.saving.dirty) return;
    event.preventDefault();
    await editor.saving.save();
    if (!editor.saving.dirty) location.assign(link.href);
  });
}
