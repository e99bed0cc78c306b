// The buttons around the drawing. Everything that the mouse does with them, the keyboard does, too.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { all, around, find } from "../dom.js";
import { isChoosing } from "./model.js";
import { isTimer, leadTo, targetsOf } from "./timers.js";
import { flush, flushAll } from "./typing.js";
import { t } from "./words.js";

/** bpmn-js offers a name to whatever was dropped. */
const AFTER_NAMING = 400;

/** @import { Kind } from "./placing.js" */
/** @import { Editor, Element, Modeler } from "./types.js" */

/** @typedef {Record<"undo" | "redo" | "search" | "more" | "save", () => void>} Actions */

/**
 * @param {HTMLElement} frame
 * @param {Editor} editor
 * @param {{ fit: (modeler: Modeler) => void, save: () => unknown }} page what the page does
 */
export function watchTools(frame, editor, { fit, save }) {
  const { modeler } = editor;
  const canvas = modeler.get("canvas");
  const stack = modeler.get("commandStack");
  /** @param {string} name */
  const button = (name) => find(frame, `[data-tool="${name}"]`, HTMLButtonElement);
  const actions = {
    undo: () => (flush(), stack.undo()),
    redo: () => (flush(), stack.redo()),
    // A click that goes on to the page closes it again.
    search: () => setTimeout(() => modeler.get("searchPad").toggle()),
    connect: () => connect(editor),
    remove: () => modeler.get("editorActions").trigger("removeSelection"),
    more: () => setTimeout(() => openMenu(modeler, button("more"))),
    in: () => canvas.zoom(canvas.zoom() * 1.25),
    out: () => canvas.zoom(canvas.zoom() * 0.8),
    fit: () => fit(modeler),
  };
  for (const [name, action] of Object.entries(actions)) button(name).addEventListener("click", action);
  for (const tool of all(frame, "[data-create]")) watchKind(tool, editor);
  const renew = () => {
    const count = modeler.get("selection").get().length;
    const had = document.activeElement;
    button("undo").disabled = !stack.canUndo();
    button("redo").disabled = !stack.canRedo();
    button("remove").disabled = count === 0;
    button("connect").disabled = count !== 1 && count !== 2;
    if (had instanceof HTMLButtonElement && had.disabled) goOn(frame, had, editor);
  };
  modeler.on(["commandStack.changed", "selection.changed"], renew);
  renew();
  /** @param {{ context: Dropped }} event */
  const created = ({ context }) => dropped(editor, context);
  modeler.on("create.end", AFTER_NAMING, created);
  watchKeys({ ...actions, save: () => (flushAll(), save()) });
}

/**
 * What was pressed can't be pressed again: whoever uses the keyboard goes on beside it, or at what is shown now.
 * @param {HTMLElement} frame
 * @param {HTMLButtonElement} pressed
 * @param {Editor} editor
 */
function goOn(frame, pressed, editor) {
  const other = { undo: "redo", redo: "undo" }[pressed.dataset.tool ?? ""];
  if (other) find(frame, `[data-tool="${other}"]`).focus();
  else editor.focus(".panel-head h2");
}

/**
 * A click puts it after what is selected; dragging puts it where it is dropped.
 * @param {HTMLElement} tool
 * @param {Editor} editor
 */
function watchKind(tool, editor) {
  const placing = editor.modeler.get("placing");
  const kind = /** @type {Kind} */ (tool.dataset.create);
  tool.addEventListener("click", () => {
    const [selected] = editor.modeler.get("selection").get();
    if (placing.needsStep(kind, selected)) return setTimeout(() => openSteps(editor, kind, tool));
    const shape = placing.place(kind, selected);
    editor.announce(t("editor.created", { kind: t(`editor.create.${kind}`) }));
    editor.modeler.get("canvas").scrollToElement(shape, 60);
    return editor.focusName();
  });
  tool.addEventListener("dragstart", (event) => {
    event.preventDefault();
    placing.drag(kind, event);
  });
}

/** @typedef {{ shape?: Element, canExecute?: unknown }} Dropped */

/**
 * A timer needs no name; how long it waits is the next thing to say.
 * @param {Editor} editor
 * @param {Dropped} context
 */
function dropped(editor, { shape, canExecute }) {
  if (!canExecute || !shape || !isTimer(shape)) return;
  editor.modeler.get("directEditing").cancel();
  editor.focusName();
}

/**
 * With two selected, the first leads to the second; with one, the next click says where to.
 * @param {Editor} editor
 */
function connect(editor) {
  const { modeler, announce } = editor;
  const [source, target] = modeler.get("selection").get();
  if (!source) return;
  if (target && isTimer(source) && targetsOf(modeler, source).includes(target))
    return void leadTo(modeler, source, target);
  if (target) {
    const flow = modeler.get("modeling").connect(source, target);
    // A decision's branches are what is asked about next; else it is the flow.
    return void editor.select(isChoosing(source) ? source : (flow ?? source));
  }
  announce(t("editor.connect_to"));
  modeler.get("connect").start(null, source);
}

/**
 * A timer needs a step: without one selected, which?
 * @param {Editor} editor
 * @param {Kind} kind
 * @param {HTMLElement} button
 */
function openSteps({ modeler, announce }, kind, button) {
  const { right, top } = button.getBoundingClientRect();
  comeBack(modeler, button);
  const menu = modeler.get("popupMenu");
  const root = modeler.get("canvas").getRootElement();
  if (menu.isEmpty(root, `alur-${kind}`)) return announce(t("editor.timer.no_step"));
  return menu.open(
    root,
    `alur-${kind}`,
    { x: right + 4, y: top },
    { title: t("editor.timer.on_which"), width: 300 },
  );
}

/**
 * Once its menu is closed and nothing else was begun by it.
 * @param {Modeler} modeler
 * @param {HTMLElement} button
 */
function comeBack(modeler, button) {
  const closed = () => {
    modeler.off("popupMenu.close", closed);
    setTimeout(() => document.activeElement === document.body && button.focus());
  };
  modeler.on("popupMenu.close", closed);
}

/**
 * @param {Modeler} modeler
 * @param {HTMLElement} button
 */
function openMenu(modeler, button) {
  const [selected] = modeler.get("selection").get();
  const target =
    selected && is(selected, "bpmn:FlowNode") ? selected : modeler.get("canvas").getRootElement();
  const { left, bottom } = button.getBoundingClientRect();
  comeBack(modeler, button);
  modeler.get("popupMenu").open(
    target,
    "alur-create",
    { x: left, y: bottom + 4 },
    {
      title: t(target === selected ? "editor.append_title" : "editor.create_title"),
      width: 300,
    },
  );
}

/**
 * Keys that bpmn-js doesn't know. A single letter is one only on the drawing: elsewhere it may be meant for something
 * else, as by who speaks instead of typing.
 * @param {Actions} actions
 */
function watchKeys(actions) {
  document.addEventListener("keydown", (event) => {
    const isTyped = around(event.target, "input, textarea, select, [contenteditable]", Element);
    const name = event.ctrlKey || event.metaKey ? commandOf(event) : plainKeyOf(event);
    // What is typed has an undoing of its own; it can be saved from there.
    if (!name || (isTyped && name !== "save")) return;
    event.preventDefault();
    actions[name]();
  });
}

/**
 * @param {KeyboardEvent} event
 * @returns {keyof Actions | undefined}
 */
const plainKeyOf = ({ key, altKey, target }) =>
  !altKey && ["n", "a"].includes(key.toLowerCase()) && around(target, ".djs-container", Element)
    ? "more"
    : undefined;

/**
 * @param {KeyboardEvent} event
 * @returns {keyof Actions | undefined}
 */
function commandOf({ key: written, shiftKey, target }) {
  // Caps Lock makes another letter of it.
  const key = written.toLowerCase();
  if (key === "f") return "search";
  if (key === "s") return "save";
  // On the canvas bpmn-js does these itself.
  if (around(target, "[data-canvas]", Element)) return undefined;
  if (key === "y" || (key === "z" && shiftKey)) return "redo";
  return key === "z" ? "undo" : undefined;
}
