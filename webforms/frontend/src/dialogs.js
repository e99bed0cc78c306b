// Dialogs and menus are the browser's own: <button commandfor="ID" command="show-modal">, popovertarget.
// Browsers that don't know `command` yet are helped along.
import { all, around, seek } from "./dom.js";

export function openDialogs() {
  if (!("command" in HTMLButtonElement.prototype)) document.addEventListener("click", command);
  // One that came back with what was typed stands open in the page, for those without JavaScript.
  for (const dialog of all(document, "dialog[data-reopen]", HTMLDialogElement)) {
    dialog.close();
    dialog.showModal();
  }
  // A page that answers a form goes by its own address: reloading it asks for the page, not for the action.
  const at = seek(document, "[data-at]")?.dataset.at;
  if (at) history.replaceState(null, "", at);
  closeOutside();
  document.addEventListener("click", ({ target }) => {
    // A menu closes once something in it has been chosen.
    const menu = around(target, ".menu[popover]");
    if (menu && around(target, "a, button")) menu.hidePopover();
  });
}

/**
 * A press that began outside closes a dialog; who marks a text and lets go outside has not asked for that. One that
 * asks for a decision says closedby="none": nothing but its buttons closes it, the key for closing neither.
 */
export function closeOutside() {
  /** @type {HTMLDialogElement | null} */
  let pressed = null;
  document.addEventListener("pointerdown", (event) => {
    pressed = outsideOf(event);
  });
  document.addEventListener("click", (event) => {
    const dialog = outsideOf(event);
    if (dialog && dialog === pressed && dialog.open && !asksToDecide(dialog)) dialog.close();
  });
  const before = { capture: true };
  document.addEventListener(
    "cancel",
    (event) => asksToDecide(event.target) && event.preventDefault(),
    before,
  );
}

/** @param {EventTarget | null} dialog */
const asksToDecide = (dialog) => dialog instanceof HTMLDialogElement && dialog.matches('[closedby="none"]');

/**
 * The dialog beside which something was pressed: what happens on the backdrop happens to the dialog itself.
 * @param {MouseEvent} event
 */
function outsideOf(event) {
  const { target } = event;
  return target instanceof HTMLDialogElement && isOutside(event, target) ? target : null;
}

/** @param {MouseEvent} event */
function command({ target }) {
  const button = around(target, "button[commandfor]");
  const dialog = button && document.getElementById(button.getAttribute("commandfor") ?? "");
  if (!(dialog instanceof HTMLDialogElement)) return;
  if (button?.getAttribute("command") === "show-modal") dialog.showModal();
  if (button?.getAttribute("command") === "close") dialog.close();
}

/**
 * @param {MouseEvent} event
 * @param {HTMLDialogElement} dialog
 */
function isOutside({ clientX, clientY }, dialog) {
  const box = dialog.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}
