// A file of an instance, large, with what was asked about it and its neighbours, over the page it stands in.
import { all, around, find, seek } from "./dom.js";

const LINKS = "a[data-view]";
const TITLE = "viewer-title";

/** @param {HTMLAnchorElement} link in a [data-media] of a [data-gallery] */
export function view(link) {
  const gallery = /** @type {HTMLElement} */ (link.closest("[data-gallery]"));
  const links = all(gallery, LINKS, HTMLAnchorElement);
  const { previous = "", next = "", close = "", position = "" } = gallery.dataset;
  const dialog = document.createElement("dialog");
  dialog.className = "viewer";
  dialog.innerHTML = `
    <div class="viewer-bar"><span role="status"></span>
      <button class="btn" type="button" data-step="-1"></button>
      <button class="btn" type="button" data-step="1"></button>
      <button class="btn primary" type="button" data-close></button></div>
    <figure><div class="viewer-file"></div><figcaption></figcaption></figure>`;
  find(dialog, "[data-step='-1']").textContent = previous;
  find(dialog, "[data-step='1']").textContent = next;
  find(dialog, "[data-close]").textContent = close;
  let at = links.indexOf(link);
  /** @param {number} step */
  const go = (step) => {
    if (!links[at + step]) return;
    at += step;
    show(dialog, links[at]);
    const words = position.replace("{n}", String(at + 1)).replace("{total}", String(links.length));
    find(dialog, "[role=status]").textContent = words;
    for (const button of all(dialog, "[data-step]", HTMLButtonElement))
      button.disabled = !links[at + Number(button.dataset.step)];
  };
  dialog.addEventListener("click", ({ target }) => {
    const step = around(target, "[data-step]");
    if (step) go(Number(step.dataset.step));
    if (around(target, "[data-close]")) dialog.close();
  });
  dialog.addEventListener("keydown", ({ key, target }) => {
    if (target instanceof HTMLMediaElement) return; // there the arrows go back and forth in time
    if (key === "ArrowLeft") go(-1);
    if (key === "ArrowRight") go(1);
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    links[at].focus();
  });
  document.body.append(dialog);
  go(0);
  dialog.showModal();
  find(dialog, "[data-close]").focus();
}

/**
 * @param {HTMLElement} dialog
 * @param {HTMLAnchorElement} link
 */
function show(dialog, link) {
  const media = /** @type {HTMLElement} */ (link.closest("[data-media]"));
  const caption = seek(media, "[data-caption]")?.textContent ?? "";
  const about = seek(media, "[data-about] .about");
  // What people wrote is in the office's language, the buttons perhaps in another: the link says so.
  const spoken = link.lang ? { lang: link.lang } : {};
  find(dialog, ".viewer-file").replaceChildren(Object.assign(large(link.dataset), spoken));
  const title = Object.assign(document.createElement("h2"), { textContent: caption, id: TITLE, ...spoken });
  find(dialog, "figcaption").replaceChildren(title, ...(about ? [about.cloneNode(true)] : []));
  dialog.setAttribute("aria-labelledby", TITLE);
}

/** @param {DOMStringMap} data */
function large({ view: kind, file: src = "", alt = "", captions }) {
  if (kind === "image") return Object.assign(new Image(), { src, alt });
  const player = document.createElement(kind === "audio" ? "audio" : "video");
  Object.assign(player, { src, controls: true, preload: "metadata" });
  player.setAttribute("aria-label", alt);
  if (captions) {
    const track = {
      kind: "captions",
      src: captions,
      srclang: "id",
      label: "Bahasa Indonesia",
      default: true,
    };
    player.append(Object.assign(document.createElement("track"), track));
  }
  return player;
}
