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
  // Who marks a text and lets go outside has not asked for it to be closed.
  let beganOutside = false;
  document.addEventListener("pointerdown", (event) => {
    const { target } = event;
    beganOutside = target instanceof HTMLDialogElement && isOutside(event, target);
  });
  document.addEventListener("click", (event) => {
    const { target } = event;
    // A click on the backdrop lands on the dialog itself.
    if (target instanceof HTMLDialogElement && target.open && beganOutside && isOutside(event, target))
      target.close();
    // A menu closes once something in it has been chosen.
    const menu = around(target, ".menu[popover]");
    if (menu && around(target, "a, button")) menu.hidePopover();
  });
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
