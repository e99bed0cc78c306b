// All that shows diagrams for reading: one of an instance or a version, or two versions side by side.
import { seek } from "../dom.js";

export async function start() {
  await (seek(document, "[data-difference]") ? import("../difference.js") : import("../viewer.js"));
}
