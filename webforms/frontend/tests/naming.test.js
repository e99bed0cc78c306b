// @vitest-environment happy-dom
import { expect, it } from "vitest";
import { nameCanvas } from "../src/viewer/naming.js";

/** @param {"img" | "application"} role */
function named(role) {
  const container = document.createElement("div");
  container.innerHTML = '<svg tabindex="0"><g class="viewport"><text>Serah</text></g></svg>';
  nameCanvas({ getContainer: () => container }, "Diagram; sebagai daftar di bawahnya", role);
  return container.querySelector("svg");
}

it("a drawing that is only read is a picture with a name; one that is worked on has keys of its own", () => {
  for (const role of /** @type {const} */ (["img", "application"])) {
    const drawing = named(role);
    expect(drawing?.getAttribute("role")).toBe(role);
    expect(drawing?.getAttribute("aria-label")).toContain("sebagai daftar");
    expect(drawing?.querySelector(".viewport")?.getAttribute("lang")).toBe("id");
  }
});

it("each who draws says which of both it is", async () => {
  const sources = import.meta.glob("../src/**/*.js", { query: "?raw", import: "default", eager: true });
  const calls = Object.entries(sources).flatMap(([path, text]) =>
    [.../** @type {string} */ (text).matchAll(/\bnameCanvas\(.*"(\w+)"\);/g)].map((call) => [path, call[1]]),
  );
  expect(Object.fromEntries(calls)).toEqual({
    "../src/viewer/drawing.js": "img",
    "../src/editor.js": "application",
  });
});
