// Names on the drawing end with their box: what is longer would run over its neighbours. The panel shows all of it.

/** @import { ModelerServices } from "./types.js" */

/** About as much room as a letter and a line take, at the size that names are written in. */
const LETTER = 5.6;
const LINE = 14.4;
/** Around the text of a step. */
const PADDING = 14;
/** Of a name that stands beside its element. */
const MAX_BESIDE = 120;
const BESIDE = 60;

class Shortening {
  static $inject = ["textRenderer"];

  /** @param {ModelerServices["textRenderer"]} textRenderer */
  constructor(textRenderer) {
    const { createText } = textRenderer;
    textRenderer.createText = (text, options) =>
      createText.call(textRenderer, shortened(text, options.box), options);
  }
}

/**
 * @param {string} text
 * @param {{ width?: number, height?: number }} [box]
 */
export function shortened(text, box) {
  const most = fitting(box);
  return text.length > most ? `${text.slice(0, Math.max(1, most - 1)).trimEnd()}…` : text;
}

/** @param {{ width?: number, height?: number }} [box] */
function fitting({ width = 0, height = 0 } = {}) {
  if (height < BESIDE) return MAX_BESIDE;
  return Math.floor((width - PADDING) / LETTER) * Math.max(1, Math.floor((height - PADDING) / LINE));
}

export default { __init__: ["shortening"], shortening: ["type", Shortening] };
