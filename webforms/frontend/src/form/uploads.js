// Files go up by tus, in the background, and go on after a cut line; each becomes a row to describe.

import { all, around, find, seek } from "../dom.js";
import { failed, fetchPart } from "../parts.js";
import { rowsOf } from "./controls.js";
import { Progress } from "./progress.js";
import { addRow, dropRow, LISTS, nextNumber } from "./rows.js";
import { csrfToken, freshKey } from "./sending.js";
import { arrive, isHere, setOut } from "./travelling.js";
import { announce, say } from "./words.js";

/** @import { HttpResponse, Upload } from "tus-js-client" */
/** @import { FileStatus } from "./types.js" */

const RETRY = [0, 1000, 3000, 5000, 10000, 20000];
const WAITING = ["receiving", "checking"];
const PICKER = "[data-picker]";
const MEGABYTE = 1024 * 1024;
/** What a broken line costs at most, also behind a proxy that collects requests before it passes them on. */
const CHUNK = 4 * MEGABYTE;

/** @param {HTMLElement} root */
export async function setUpUploads(root) {
  // Also in rows that are yet to be added: what stands in a template is found in its text alone.
  if (!root.dataset.task || !root.innerHTML.includes("data-picker")) return;
  // What is still on its way would be left behind. Captured: the draft must not take the form for sent.
  const wait = { capture: true };
  root.closest("form")?.addEventListener("submit", (event) => waitForFiles(event, root), wait);
  const sender = await fetchPart("uploads").catch((error) => failed("uploads", error));
  // Then files travel with the form, as where there are no scripts.
  if (!sender) return void (root.dataset.uploads = "none");
  const { Upload: Sender } = sender;
  /** @param {HTMLInputElement} picker */
  const take = (picker) => {
    const control = /** @type {HTMLElement} */ (picker.closest("[data-control]"));
    for (const file of [...(picker.files ?? [])]) begin(Sender, root, control, file);
    picker.value = ""; // else the file would travel a second time, with the form
  };
  root.addEventListener("change", ({ target }) => isPicker(target) && take(target));
  // On a slow line people choose files before this script has come.
  all(root, PICKER, HTMLInputElement).forEach((picker) => picker.value && take(picker));
  root.classList.add("picks");
  // Still being looked at when the page was made, or brought back from the device.
  for (const place of all(root, "[data-attached]")) if (isUnknown(place)) follow(place);
}

/**
 * @param {EventTarget | null} element
 * @returns {element is HTMLInputElement}
 */
const isPicker = (element) => element instanceof HTMLInputElement && element.matches(PICKER);

/** @param {HTMLElement} place */
const isUnknown = (place) =>
  fileInputOf(place).value !== "" &&
  JSON.parse(place.dataset.answer || "{}").file !== fileInputOf(place).value;

/** @param {HTMLElement} place */
const fileInputOf = (place) => find(place, "[data-file]", HTMLInputElement);

/**
 * @param {typeof Upload} Sender
 * @param {HTMLElement} root
 * @param {HTMLElement} control
 * @param {File} file
 */
async function begin(Sender, root, control, file) {
  const { path = "" } = control.dataset;
  const { uploadUrl, task = "" } = root.dataset;
  const fingerprint = ["alur", task, path, file.name, file.size, file.lastModified].join(" ");
  const progress = new Progress(control, file);
  const problem = isHere(fingerprint)
    ? say("files.on_its_way", { name: file.name })
    : problemWith(control, file);
  if (problem) return progress.fail(problem);
  const number = reserve(control);
  // What another page is sending is sent a second time, under an address of its own.
  const isAlone = setOut(fingerprint);
  const leave = () => arrive(fingerprint);
  const small = await tooSmall(control, file);
  if (small) {
    leave();
    return progress.fail(small);
  }
  const upload = new Sender(file, {
    endpoint: uploadUrl,
    retryDelays: RETRY,
    chunkSize: CHUNK,
    metadata: { filename: file.name, task, field: path },
    headers: { "X-CSRFToken": csrfToken(), "Idempotency-Key": freshKey() },
    removeFingerprintOnSuccess: true,
    storeFingerprintForResuming: isAlone,
    fingerprint: () => Promise.resolve(fingerprint),
    onProgress: (done, total) => progress.tell(Math.floor((done / (total ?? file.size)) * 100)),
    onSuccess: () => {
      leave();
      progress.remove();
      attach(control, upload.url?.split("/").pop() ?? "", file.name, number);
    },
    onError: (error) => {
      const reply = "originalResponse" in error ? error.originalResponse : null;
      if (!reply) return progress.pause();
      leave();
      progress.fail(messageOf(reply) || say("files.failed", { name: file.name }));
    },
  });
  progress.whenResumed(() => upload.start());
  // Not before its bytes are gone: the same file, chosen again, would go on with them.
  progress.whenCancelled(() => upload.abort(true).then(leave, leave));
  upload.findPreviousUploads().then(([previous]) => {
    if (previous && isAlone) upload.resumeFromPreviousUpload(previous);
    upload.start();
  });
}

/**
 * Why a file can't go up; empty when it can.
 * @param {HTMLElement} control
 * @param {File} file
 */
function problemWith(control, file) {
  const { maxMb, maxItems } = control.dataset;
  if (maxMb && file.size > Number(maxMb) * MEGABYTE)
    return say("files.too_big", { name: file.name, n: maxMb });
  return isList(control) && waiting(control) > room(control) ? say("files.too_many", { n: maxItems }) : "";
}

/**
 * Whether a picture has fewer pixels than are asked for, as far as this browser can tell: nobody should wait for
 * its upload, nor describe it.
 * @param {HTMLElement} control
 * @param {File} file
 */
async function tooSmall({ dataset: { minPixels = "" } }, file) {
  const [small, large] = minPixels
    .split("x")
    .map(Number)
    .sort((a, b) => a - b);
  const image = minPixels && file.type.startsWith("image/") ? await sizeOf(file) : null;
  if (!image) return "";
  const { name } = file;
  const [width, height] = [image.naturalWidth, image.naturalHeight];
  if (Math.min(width, height) >= small && Math.max(width, height) >= large) return "";
  return say("problem.too_few_pixels", { name, width, height, min_width: large, min_height: small });
}

/** @param {File} file */
async function sizeOf(file) {
  const image = new Image();
  image.src = URL.createObjectURL(file);
  return image
    .decode()
    .then(() => image)
    .catch(() => null)
    .finally(() => URL.revokeObjectURL(image.src));
}

/**
 * @param {Event} event
 * @param {HTMLElement} root
 */
function waitForFiles(event, root) {
  const line = seek(root, "[data-sending] > :not(.failed)");
  if (!line) return;
  event.preventDefault();
  const name = find(line, "progress").getAttribute("aria-label");
  find(line, "[role=status]").textContent = say("files.wait", { name });
  line.scrollIntoView({ block: "center" });
  find(line, "button:not([hidden])").focus({ preventScroll: true });
}

/** @param {HttpResponse} reply */
function messageOf(reply) {
  try {
    return JSON.parse(reply.getBody()).message;
  } catch {
    return "";
  }
}

/** @param {HTMLElement} control */
const isList = (control) => control.matches(LISTS);

/** @param {HTMLElement} list */
const room = (list) => (Number(list.dataset.maxItems) || 100) - rowsOf(list).length;

/** @param {HTMLElement} control */
const waiting = (control) => control.querySelectorAll(":scope > [data-sending] > :not(.failed)").length;

/**
 * Rows stand in the order in which the files were chosen, not in which they arrived: small ones come first.
 * @param {HTMLElement} list
 */
function reserve(list) {
  const number = Math.max(nextNumber(list), Number(list.dataset.next ?? 0));
  list.dataset.next = String(number + 1);
  return number;
}

/**
 * @param {HTMLElement} control
 * @param {string} id
 * @param {string} name
 * @param {number} number
 */
function attach(control, id, name, number) {
  const holder = isList(control) ? addRow(control, number) : control;
  if (!holder) return;
  // Nobody describes a file that may yet be refused.
  if (isList(control)) holder.classList.add("checking");
  const place = find(holder, ":scope > [data-attached]");
  place.hidden = false;
  fileInputOf(place).value = id;
  find(place, "[data-file-name]").textContent = name;
  seek(place, ":scope > .problem")?.remove();
  control.dispatchEvent(new CustomEvent("form:changed", { bubbles: true }));
  announce(say("files.done", { name }));
  follow(place);
}

/**
 * Asks until the content has been looked at.
 * @param {HTMLElement} place
 * @param {number} [wait] milliseconds until the next question
 */
async function follow(place, wait = 700) {
  const input = fileInputOf(place);
  const id = input.value;
  const headers = { Accept: "application/json" };
  const answer = await fetch(`/uploads/${id}/status`, { headers }).catch(() => null);
  if (!answer?.ok || input.value !== id) return place.parentElement?.classList.remove("checking");
  const status = /** @type {FileStatus} */ (await answer.json());
  show(place, status);
  if (WAITING.includes(status.state)) setTimeout(() => follow(place, Math.min(wait * 1.5, 5000)), wait);
}

/**
 * @param {HTMLElement} place
 * @param {FileStatus} status
 */
function show(place, { state, state_text, reason, problem, thumb_url, answer }) {
  const words = find(place, "[data-file-state]");
  const isRefused = state === "refused" || Boolean(problem);
  words.textContent = reason ? say("files.refused", { reason }) : (problem ?? state_text);
  place.classList.toggle("refused", isRefused);
  if (thumb_url) find(place, "[data-thumb]").replaceChildren(picture(thumb_url));
  if (!WAITING.includes(state)) settle(place, isRefused ? words.textContent : "");
  if (answer) know(place, answer);
}

/**
 * What the form's conditions may read of the file.
 * @param {HTMLElement} place
 * @param {NonNullable<FileStatus["answer"]>} answer
 */
function know(place, answer) {
  place.dataset.answer = JSON.stringify(answer);
  place.dispatchEvent(new CustomEvent("form:changed", { bubbles: true }));
}

/**
 * A row opens once its file is taken. One that is not goes, before anybody has described it; why is shown.
 * @param {HTMLElement} place
 * @param {string} sentence why it is refused
 */
function settle(place, sentence) {
  if (sentence) announce(sentence);
  const row = around(place, ".checking");
  row?.classList.remove("checking");
  if (!row || !sentence) return;
  const control = /** @type {HTMLElement} */ (row.closest("[data-control]"));
  const name = find(row, "[data-file-name]").textContent ?? "";
  new Progress(control, { name }).fail(sentence.includes(name) ? sentence : `${name}: ${sentence}`);
  dropRow(row);
}

/** @param {string} src */
const picture = (src) => Object.assign(new Image(), { src, alt: "" });
