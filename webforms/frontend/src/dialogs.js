// Dialogs and menus are the browser's own: <button commandfor="ID" command="show-modal">, popovertarget.
// Browsers that don't know `command` yet are helped along.
export function openDialogs() {
  if (!('command' in HTMLButtonElement.prototype)) document.addEventListener('click', command);
  // One that came back with what was typed stands open in the page, for those without JavaScript.
  for (const dialog of document.querySelectorAll('dialog[data-reopen]')) {
    dialog.close();
    dialog.showModal();
  }
  // A page that answers a form goes by its own address: reloading it asks for the page, not for the deed.
  const at = document.querySelector('[data-at]')?.dataset.at;
  if (at) history.replaceState(null, '', at);
  document.addEventListener('click', (event) => {
    // A click on the backdrop lands on the dialog itself.
    if (event.target.matches('dialog[open]') && isOutside(event)) event.target.close();
    // A menu closes once something in it has been chosen.
    const menu = event.target.closest('[popover]');
    if (menu && event.target.closest('a, button')) menu.hidePopover();
  });
}

function command(event) {
  const button = event.target.closest('button[commandfor]');
  const dialog = button && document.getElementById(button.getAttribute('commandfor'));
  if (button?.getAttribute('command') === 'show-modal') dialog.showModal();
  if (button?.getAttribute('command') === 'close') dialog.close();
}

function isOutside({ target, clientX, clientY }) {
  const box = target.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}
