// Requests to the server: a diagram goes as it is.
import { csrfToken } from "../form/sending.js";

/** @import { Modeler } from "./types.js" */

/**
 * What the server answers, whatever it is.
 * @param {string} url
 * @param {string} xml
 * @param {string} [key] of an action that is done once, however often it is tried
 */
export const send = (url, xml, key) => post(url, xml, "application/xml", key);

/**
 * @param {string} url
 * @param {object} content
 */
export const sendJson = (url, content) => post(url, JSON.stringify(content), "application/json");

/**
 * @param {string} url
 * @param {string} content
 * @param {string} mediaType
 * @param {string} [key]
 */
async function post(url, content, mediaType, key) {
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      "Content-Type": mediaType,
      "X-CSRFToken": csrfToken(),
      "X-Requested-With": "alur",
      Accept: "application/json",
      ...(key && { "Idempotency-Key": key }),
    },
    body: content,
  });
  return { ok: answer.ok, status: answer.status, body: await bodyOf(answer) };
}

/**
 * The diagram as it is now; nothing when it can't be written.
 * @param {Modeler} modeler
 * @param {{ format: boolean }} [options]
 */
export async function xmlOf(modeler, options) {
  const { xml } = await modeler.saveXML(options).catch(() => ({ xml: undefined }));
  return xml;
}

/** @param {Response} answer */
async function bodyOf(answer) {
  const isJson = (answer.headers.get("Content-Type") ?? "").includes("json");
  return isJson ? answer.json() : answer.text();
}
