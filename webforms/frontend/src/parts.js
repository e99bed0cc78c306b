// The scripts that a page has beside its own: <link rel="modulepreload" href="…" data-part="form" data-needed>. Each is
// one file. One that did not come is asked for once more, by another address: browsers remember that the first failed.
// What stands in for a part is there until the part says that it runs, not only where scripts are off.
import { all, seek } from "./dom.js";
import { report } from "./faults.js";
import { notify } from "./page_notices.js";

/** @typedef {{ start: () => unknown }} Part */

const PAUSE = 1500;

/** Fetches and starts all that the page needs at once. */
export function startParts() {
  for (const { dataset } of all(document, "link[data-part][data-needed]", HTMLLinkElement)) {
    const { part: name = "" } = dataset;
    fetchPart(name)
      .then((/** @type {Part} */ part) => part.start())
      .catch((error) => failed(name, error));
  }
}

/**
 * What a part exports. An error where it did not come the second time either.
 * @param {string} name
 */
export async function fetchPart(name) {
  const link = seek(document, `link[data-part="${name}"]`, HTMLLinkElement);
  if (!link) throw new Error(`The page has no part ${name}`);
  return import(link.href).catch(async () => {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    return import(`${link.href}?again`);
  });
}

/**
 * Says so, and that nothing more is on its way.
 * @param {string} name
 * @param {unknown} error
 */
export function failed(name, error) {
  const { dataset } = document.documentElement;
  dataset.failed = `${dataset.failed ?? ""} ${name}`.trim();
  for (const busy of all(document, ':is([data-editor], .diagram)[aria-busy="true"]')) {
    busy.setAttribute("aria-busy", "false");
    if (busy.dataset.failed) busy.textContent = busy.dataset.failed;
  }
  notify("broken");
  report(error, name);
}
