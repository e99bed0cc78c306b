// What this device stores of a draft, sealed: devices are shared, and only the pages of the person who typed it bring
// the key. A browser may refuse to store anything, or have no room: then only the server has it.

import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { bytesToHex, bytesToUtf8, hexToBytes, managedNonce, utf8ToBytes } from "@noble/ciphers/utils.js";
import { attempt } from "../attempt.js";

/** @import { Kept, Stored, Typed } from "./types.js" */

const MAX_AGE = 7 * 24 * 3600 * 1000;
const DRAFTS = "alur-draft ";

export class Device {
  /** @param {string} key of whoever types: 32 bytes as hexadecimal digits. With another one nothing is stored. */
  constructor(key) {
    this.key = key;
  }

  /**
   * Whether it could be stored.
   * @param {string} place
   * @param {Typed} typed
   * @param {{ seen?: string }} [more]
   * @param {"localStorage" | "sessionStorage"} [store] the latter: for this tab only
   */
  save(place, typed, more = {}, store = "localStorage") {
    return (
      attempt(() => {
        const sealed = bytesToHex(
          this.#cipher(place).encrypt(utf8ToBytes(JSON.stringify({ typed, ...more }))),
        );
        window[store].setItem(place, JSON.stringify({ at: Date.now(), sealed }));
        return true;
      }) ?? false
    );
  }

  /**
   * What is stored at a place, not too old, and this person's.
   * @param {string} place
   * @returns {Stored | null}
   */
  find(place) {
    const stored = read(attempt(() => localStorage.getItem(place) ?? sessionStorage.getItem(place)));
    if (!stored) return null;
    const { sealed, typed, seen } = stored;
    // Written before drafts were sealed.
    if (!sealed) return typed ? { typed, seen } : null;
    return attempt(() => JSON.parse(bytesToUtf8(this.#cipher(place).decrypt(hexToBytes(sealed)))));
  }

  /** @param {string} place */
  forget(place) {
    attempt(() => [localStorage, sessionStorage].forEach((store) => store.removeItem(place)));
  }

  /**
   * One draft can't be put into the place of another. Not the browser's own cipher: that needs HTTPS.
   * @param {string} place
   */
  #cipher(place) {
    return managedNonce(xchacha20poly1305)(hexToBytes(this.key), utf8ToBytes(place));
  }
}

/** Whoever typed them never came back. */
export function forgetOld() {
  attempt(() => {
    for (const place of Object.keys(localStorage))
      if (place.startsWith(DRAFTS) && !read(localStorage.getItem(place))) localStorage.removeItem(place);
  });
}

/**
 * @param {string | null} text
 * @returns {Kept | null}
 */
function read(text) {
  const stored = attempt(() => JSON.parse(text ?? "null"));
  return stored && Date.now() - stored.at <= MAX_AGE ? stored : null;
}
