// Every page loads this one file. Pages work without it; each island makes one thing better.
import { all, around } from "./dom.js";
import { setUpRenewal } from "./live.js";
import { copyOnClick } from "./copy.js";
import { setUpDays } from "./days.js";
import { openDialogs } from "./dialogs.js";
import { hearFaults } from "./faults.js";
import { watchLogin } from "./login.js";
import { view } from "./media.js";
import { startParts } from "./parts.js";
import { reopenDetails } from "./reopen.js";
import { setUpShowing } from "./show_password.js";
import { guardForms } from "./submit.js";
import { listenToNotices } from "./page_notices.js";

hearFaults();
startParts();
listenToNotices();
watchLogin();
openDialogs();
copyOnClick();
guardForms();
setUpShowing();
setUpDays();
reopenDetails();
for (const region of all(document, "[data-live-url]")) setUpRenewal(region);

// Files show large in place; a link that is to open elsewhere does.
document.addEventListener("click", (event) => {
  const link = around(event.target, "a[data-view]", HTMLAnchorElement);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  view(link);
});

// Where there is room, what came before stands open beside the form.
if (matchMedia("(min-width: 1041px)").matches) {
  for (const details of all(document, "[data-open-wide]", HTMLDetailsElement)) details.open = true;
}

// A select or a toggle of a filter row applies at once; the button stays for those without JavaScript.
for (const form of all(document, "form[data-filters]", HTMLFormElement)) {
  form.addEventListener("change", ({ target }) => {
    if (target instanceof Element && !target.matches('input[type="search"]')) form.requestSubmit();
  });
}

document.documentElement.dataset.runs = "";
