// Files go up by tus, in the background, and go on after a cut line; each becomes a row to describe.

import { csrfToken } from "./drafts.js";
import { addRow, isFull, nextNumber } from "./rows.js";
import { rowsOf } from "./values.js";
import { announce, say } from "./words.js";

const RETRY = [0, 1000, 3000, 5000, 10000, 20000];
const MEGABYTE = 1024 * 1024;

export async function keepUploading(root) {
  if (!root.dataset.task || !root.querySelector("[data-picker]")) return;
  // What is still on its way would be left behind. Captured: the draft must not take the form for sent.
  root.closest("form").addEventListener("submit", (event) => waitForFiles(event, root), { capture: true });
  const { Upload } = await import("tus-js-client");
  const take = (picker) => {
    const control = picker.closest("[data-control]");
    for (const file of [...picker.files]) begin(Upload, root, control, file);
    picker.value = ""; // else the file would travel a second time, with the form
  };
  root.addEventListener("change", (event) => event.target.matches("[data-picker]") && take(event.target));
  // On a slow line people choose files before this script has come.
  for (const picker of root.querySelectorAll("[data-picker]")) if (picker.files.length) take(picker);
  // Still being looked at when the page was made, or brought back from the device.
  for (const place of root.querySelectorAll('[data-attached]:is([data-state="checking"], [data-state="receiving"], [data-state=""])')) {
    if (place.querySelector("[data-file]").value) follow(place);
  }
}

function begin(Upload, root, control, file) {
  const { path, maxMb } = control.dataset;
  const bar = progressBar(control, file);
  if (maxMb && file.size > Number(maxMb) * MEGABYTE) return bar.fail(say("files.too_big", { name: file.name, n: maxMb }));
  if (control.dataset.control === "files" && waiting(control) > room(control)) {
    return bar.fail(say("files.too_many", { n: control.dataset.maxItems }));
  }
  const number = reserve(control);
  const upload = new Upload(file, {
    endpoint: root.dataset.uploadUrl,
    retryDelays: RETRY,
    metadata: { filename: file.name, task: root.dataset.task, field: path },
    headers: { "X-CSRFToken": csrfToken() },
    removeFingerprintOnSuccess: true,
    fingerprint: () => Promise.resolve(["alur", root.dataset.task, path, file.name, file.size, file.lastModified].join(" ")),
    onProgress: (done, total) => bar.progress(Math.floor((done / total) * 100)),
    onSuccess: () => {
      bar.remove();
      attach(control, upload.url.split("/").pop(), file.name, number);
    },
    onError: (error) => {
      const reply = error.originalResponse;
      if (!reply) return bar.pause();
      bar.fail(messageOf(reply) || say("files.failed", { name: file.name }));
    },
  });
  bar.whenResumed(() => upload.start());
  bar.whenCancelled(() => upload.abort(true).catch(() => {}));
  upload.findPreviousUploads().then(([previous]) => {
    if (previous) upload.resumeFromPreviousUpload(previous);
    upload.start();
  });
}

function waitForFiles(event, root) {
  const line = root.querySelector("[data-sending] > :not(.failed)");
  if (!line) return;
  event.preventDefault();
  line.querySelector("[role=status]").textContent = say("files.wait", { name: line.querySelector("progress").getAttribute("aria-label") });
  line.scrollIntoView({ block: "center" });
  line.querySelector("button:not([hidden])").focus({ preventScroll: true });
}

function messageOf(reply) {
  try {
    return JSON.parse(reply.getBody()).message;
  } catch {
    return "";
  }
}

const room = (list) => (Number(list.dataset.maxItems) || 100) - rowsOf(list).length;
const waiting = (control) => control.querySelectorAll(":scope > [data-sending] > :not(.failed)").length;

// Rows stand in the order in which the files were chosen, not in which they arrived: small ones come first.
function reserve(list) {
  const number = Math.max(nextNumber(list), Number(list.dataset.next ?? 0));
  list.dataset.next = number + 1;
  return number;
}

function attach(control, id, name, number) {
  const list = control.dataset.control === "files";
  if (list && isFull(control)) return;
  const place = (list ? addRow(control, number) : control).querySelector(":scope > [data-attached]");
  place.hidden = false;
  place.querySelector("[data-file]").value = id;
  place.querySelector("[data-file-name]").textContent = name;
  place.querySelector(":scope > .problem")?.remove();
  control.dispatchEvent(new CustomEvent("form:changed", { bubbles: true }));
  announce(say("files.done", { name }));
  follow(place);
}

// Asks until the content has been looked at.
async function follow(place, wait = 700) {
  const id = place.querySelector("[data-file]").value;
  const state = place.querySelector("[data-file-state]");
  const answer = await fetch(`/uploads/${id}/status`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || place.querySelector("[data-file]").value !== id) return;
  const seen = await answer.json();
  state.textContent = seen.reason ? say("files.refused", { reason: seen.reason }) : (seen.problem ?? seen.state_text);
  place.classList.toggle("refused", seen.state === "refused" || Boolean(seen.problem));
  if (seen.thumb_url) place.querySelector("[data-thumb]").replaceChildren(picture(seen.thumb_url));
  if (seen.state === "refused" || seen.problem) announce(state.textContent);
  if (["receiving", "checking"].includes(seen.state)) setTimeout(() => follow(place, Math.min(wait * 1.5, 5000)), wait);
}

const picture = (src) => Object.assign(new Image(), { src, alt: "" });

function progressBar(control, file) {
  const line = document.createElement("div");
  line.className = "progress";
  const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
  const words = document.createElement("span");
  const again = button(say("files.retry"));
  const cancel = button(say("files.cancel"));
  bar.setAttribute("aria-label", file.name);
  words.setAttribute("role", "status");
  again.hidden = true;
  line.append(words, bar, again, cancel);
  control.querySelector(":scope > [data-sending]").append(line);
  let resume = () => {};
  const goOn = () => {
    again.hidden = true;
    words.textContent = say("files.resumed");
    resume();
  };
  again.addEventListener("click", goOn);
  let shown = -1;
  const tell = (percent) => {
    bar.value = percent;
    // Every tenth of the way is enough for a screen reader.
    if (Math.floor(percent / 10) !== shown) words.textContent = say("files.uploading", { name: file.name, percent });
    shown = Math.floor(percent / 10);
  };
  tell(0);
  return {
    progress: tell,
    remove: () => line.remove(),
    fail: (sentence) => {
      line.classList.add("failed");
      words.textContent = sentence;
      bar.remove();
    },
    pause: () => {
      words.textContent = say("files.paused");
      again.hidden = false;
      window.addEventListener("online", goOn, { once: true });
    },
    whenResumed: (deed) => (resume = deed),
    whenCancelled: (deed) =>
      cancel.addEventListener("click", () => {
        window.removeEventListener("online", goOn);
        deed();
        line.remove();
      }),
  };
}

function button(words) {
  return Object.assign(document.createElement("button"), { type: "button", className: "btn quiet", textContent: words });
}
