// Faults of our scripts are heard of: their kind and place, and nothing that somebody typed, which a message may hold.

const MAX_REPORTS = 5;
let count = 0;

export function hearFaults() {
  window.addEventListener("error", ({ error, filename, lineno, colno }) =>
    report(error ?? { name: "Error", stack: `${filename}:${lineno}:${colno}` }),
  );
  window.addEventListener("unhandledrejection", ({ reason }) => report(reason));
}

/**
 * @param {unknown} fault
 * @param {string} [part] the script that did not come or did not start
 */
export function report(fault, part = "") {
  if ((count += 1) > MAX_REPORTS) return;
  const { name = "Error", stack = "" } = /** @type {Partial<Error>} */ (fault ?? {});
  const body = JSON.stringify({
    name,
    part,
    places: placesIn(String(stack)),
    page: location.pathname,
    build: build(),
  });
  // A page of another site could send it, too: the server takes it for a hint and nothing else.
  navigator.sendBeacon?.("/client-error", new Blob([body], { type: "application/json" }));
}

/** Which build of our scripts this page came with. */
export const build = () => document.documentElement.dataset.build ?? "";

/**
 * "form-ABC.js:1:2345" for each of our files that a stack names.
 * @param {string} stack
 */
const placesIn = (stack) =>
  [...stack.matchAll(/\/static\/dist\/([\w.-]+\.js)[^:\s)]*:(\d+):(\d+)/g)]
    .slice(0, 8)
    .map((found) => found.slice(1).join(":"));
