// What somebody opened is open on the next page of this tab, too: <details id="…" data-reopens>.
import { attempt } from "./attempt.js";
import { all } from "./dom.js";

export function reopenDetails() {
  for (const details of all(document, "details[data-reopens]", HTMLDetailsElement)) {
    const key = `alur-open-${details.id}`;
    details.open ||= attempt(() => sessionStorage.getItem(key)) === "yes";
    details.addEventListener("toggle", () =>
      attempt(() => sessionStorage.setItem(key, details.open ? "yes" : "")),
    );
  }
}
