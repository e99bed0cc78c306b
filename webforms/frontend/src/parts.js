// The scripts that a page has beside its own: <link rel="modulepreload" href="…" data-part="form" data-when="at once">.
// Each is one file. One that did not come is asked for once more, by another address: browsers remember that the first
// failed. One that is only for what stands further down or is closed ("in sight") comes with it.
// What stands in for a part is there until the part says that it runs, not only where scripts are off.
import { all, seek } from "./dom.js";
import { report } from "./faults.js";
import { notify } from "./page_notices.js";

/** @typedef {{ start: () => unknown }} Part */

const PAUSE = 1500;
// What a thumb is about to bring in sight is fetched.
const NEAR = "100px";

/** Fetches and starts all that the page needs, as soon as it is needed. */
export function startParts() {
  for (const { dataset } of all(document, "link[data-part]", HTMLLinkElement)) {
    const { part: name = "", when } = dataset;
    if (when === "at once") start(name);
    if (when === "in sight") inSight(all(document, ".diagram"), () => start(name));
  }
}

/** @param {string} name */
function start(name) {
  fetchPart(name)
    .then((/** @type {Part} */ part) => part.start())
    .catch((error) => failed(name, error));
}

/**
 * Once, when the first of them comes in sight, or what holds it is opened. Until then nothing is on its way.
 * @param {HTMLElement[]} elements
 * @param {() => void} action
 */
function inSight(elements, action) {
  const watch = new IntersectionObserver(
    (entries) => entries.some(({ isIntersecting }) => isIntersecting) && come(),
    { rootMargin: NEAR },
  );
  const come = () => {
    watch.disconnect();
    busy("true");
    action();
  };
  const busy = (/** @type {string} */ is) => elements.forEach((each) => each.setAttribute("aria-busy", is));
  busy("false");
  elements.forEach((each) => watch.observe(each));
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
