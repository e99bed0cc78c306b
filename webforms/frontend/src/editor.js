// Penyunting: the diagram, its side panel, and what keeps both safe. Everything else stands in editor/.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { all, around, find } from "./dom.js";
import { bringTo, fit, fitAtOpening, makeModeler } from "./editor/modeler.js";
import { Checking } from "./editor/checking.js";
import { learnTypes } from "./editor/field_types.js";
import { isStep, processOf } from "./editor/model.js";
import { drawFindings } from "./editor/panel/findings.js";
import { openGroup } from "./editor/panel/inputs.js";
import { inputOf, openFor } from "./editor/panel/opening.js";
import { drawPanel } from "./editor/panel/panel.js";
import { watchMinimap } from "./editor/minimap.js";
import { agreed, cannotOpen, loaded, showConflict, unreached } from "./editor/opening.js";
import { Preview } from "./editor/preview.js";
import { watchRemoval } from "./editor/references/removing.js";
import { Saving } from "./editor/saving.js";
import { watchTools } from "./editor/tools.js";
import { flushAll, watchLabels } from "./editor/typing.js";
import { untranslated } from "./editor/words.js";
import { nameCanvas } from "./viewer/naming.js";
import { panWithTwoFingers } from "./viewer/touch.js";

/** @import { Editor, Element } from "./editor/types.js" */

const frame = find(document, "[data-editor]");
const {
  check = "",
  conflictAt = "",
  over = "",
  preview = "",
  save = "",
  copyTo = "",
  load = "",
  types = "[]",
  try: trial = "",
} = frame.dataset;
const places = Object.fromEntries(
  // eslint-disable-next-line alur/no-type-names -- a place of the page
  ["canvas", "panel", "findings", "state", "count", "status", "preview", "conflict"].map((name) => [
    name,
    find(frame, `[data-${name}]`),
  ]),
);

learnTypes(JSON.parse(types));
const modeler = makeModeler(places.canvas);
let drawing = 0;
/** How often the drawing was changed: one step back undoes the last. */
let changes = 0;

/** @type {Editor} */
const editor = {
  modeler,
  edits: modeler.get("edits"),
  checking: new Checking(modeler, { address: check, onChecked: draw }),
  preview: new Preview(modeler, { address: preview, place: places.preview, onToggle: draw }),
  isStep,
  showTab,
  trialFrom: (id) => `${trial}?from=${encodeURIComponent(id)}`,
  selected: [],
  announce: (words) => (places.status.textContent = words),
  title: () => processOf(modeler)?.name ?? "",
  select(element) {
    const isFromPanel = places.panel.contains(document.activeElement);
    modeler.get("selection").select(element);
    // What is wider than the screen would only be scrolled out of it.
    if (element && !is(element, "bpmn:Lane")) bringTo(modeler, element);
    // What was pressed is drawn no more: whoever uses the keyboard goes on at the top of what is shown instead.
    if (isFromPanel) this.focus(".panel-head h2");
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
    const focus = () => {
      const found = /** @type {HTMLElement | null} */ (places.panel.querySelector(selector));
      (found ?? places.panel).focus();
    };
    frame.addEventListener("editor:drawn", focus, { once: true });
  },
  notice: null,
  tell(notice) {
    this.notice = notice.left.length ? { ...notice, change: changes } : null;
    // Whoever is typing goes on; all others are led to it.
    const isTyped = document.activeElement?.matches("input, [rows]");
    if (this.notice && !isTyped) this.focus("[data-notice]");
  },
  isLast: ({ change }) => change === changes,
  dismiss() {
    this.notice = null;
    draw();
  },
  open(place) {
    openFor(place);
    this.select(place.element);
    this.focus(inputOf(place));
  },
};

const { xml, seq } = await loaded(load).catch(() => unreached(frame));
await document.fonts.load('12px "Plus Jakarta Sans"');
const { warnings } = await modeler.importXML(xml).catch((error) => cannotOpen(frame, error));

const saving = new Saving(modeler, {
  addresses: { save, copy: copyTo, over, conflict: conflictAt },
  seq,
  xml,
  tell(words, kind) {
    places.state.textContent = words;
    places.state.className = `save-state ${kind}`;
  },
  onConflict: (conflict) => showConflict(places.conflict, conflict, saving),
});

if (warnings.length) await agreed(frame, warnings);
fitAtOpening(modeler);
panWithTwoFingers(modeler.get("canvas"));
nameCanvas(modeler.get("canvas"), places.canvas.dataset.help ?? "", "application");
watchTools(frame, editor, { fit, save: () => saving.save() });
watchLabels(modeler);
watchMinimap(frame, modeler);
watchTabs();
watchRemoval(editor);
modeler.on("commandStack.changed", () => (changes += 1));
modeler.on("selection.changed", selectionChanged);
modeler.on(["commandStack.changed", "elements.changed"], draw);
window.addEventListener("editor:typed", drawNow);
draw();
await editor.checking.check();
frame.setAttribute("aria-busy", "false");
frame.dataset.ready = "";

/** @param {{ newSelection: Element[] }} event */
function selectionChanged({ newSelection }) {
  editor.selected = newSelection.map((each) => each.labelTarget ?? each);
  editor.preview.of(editor.selected[0]);
  draw();
}

/** Once for all that happens at a time. */
function draw() {
  drawing ||= requestAnimationFrame(drawNow);
}

function drawNow() {
  cancelAnimationFrame(drawing);
  drawing = 0;
  drawPanel(places.panel, editor);
  drawFindings(places.findings, editor);
  const { findings } = editor.checking;
  const hasErrors = findings.some(({ severity }) => severity === "error");
  places.count.textContent = String(findings.length);
  places.count.className = `count ${hasErrors ? "late" : ""}`;
  frame.dataset.untranslated = [...untranslated].join("\n");
  frame.dispatchEvent(new Event("editor:drawn"));
}

function watchTabs() {
  for (const tab of all(frame, "[data-tab]"))
    tab.addEventListener("click", () => showTab(tab.dataset.tab ?? ""));
}

/** @param {string} name */
function showTab(name) {
  for (const tab of all(frame, "[data-tab]")) {
    const isShown = tab.dataset.tab === name;
    tab.setAttribute("aria-pressed", String(isShown));
    places[tab.dataset.tab ?? ""].hidden = !isShown;
  }
}

// Leaving through a link: what is typed goes first.
window.addEventListener("pagehide", flushAll);
window.addEventListener("beforeunload", flushAll);
frame.addEventListener("click", async (event) => {
  const link = around(event.target, "a[data-leave]", HTMLAnchorElement);
  if (!link) return;
  flushAll();
  if (!saving.dirty) return;
  event.preventDefault();
  await saving.save();
  if (!saving.dirty) location.assign(link.href);
});
