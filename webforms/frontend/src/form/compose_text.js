// A text composed of answers: no gaps, no punctuation that is left over, and what was missing.

/** @typedef {{ parts: string[], end: string }} Clause words and {names}, and the mark that ends it */

const NAME = /^\{([\w.]+)\}$/;
const SENTENCE = /[.!?\n]/;

/**
 * What hangs on nothing but missing answers is left out, up to the next mark; a gap in what else is there is marked
 * with the name of its field.
 * @param {string} template with {names} in it
 * @param {(name: string) => string} valueOf empty where nothing is answered
 * @param {(name: string) => string} labelOf
 */
export function compose(template, valueOf, labelOf) {
  /** @type {Set<string>} */
  const missing = new Set();
  let text = "";
  for (const { parts, end } of clausesOf(template)) {
    const names = parts.flatMap((part) => NAME.exec(part)?.[1] ?? []);
    const gaps = names.filter((name) => !valueOf(name));
    for (const name of gaps) missing.add(labelOf(name));
    text =
      names.length && gaps.length === names.length
        ? left(text, end)
        : join(text, filled(parts, valueOf, labelOf), end);
  }
  return { text: text.replace(/\n{3,}/g, "\n\n").trim(), missing: [...missing] };
}

/**
 * Names hold dots of their own: a mark is looked for between them.
 * @param {string} template
 */
function clausesOf(template) {
  /** @type {Clause[]} */
  const clauses = [{ parts: [], end: "" }];
  for (const piece of template.split(/(\{[\w.]+\})/)) {
    if (NAME.test(piece)) clauses[clauses.length - 1].parts.push(piece);
    else
      for (const [, words, end] of piece.matchAll(/([^,;.!?\n]*)([,;.!?\n]+[ \t]*|$)/g)) {
        const last = clauses[clauses.length - 1];
        if (words) last.parts.push(words);
        if (!end) continue;
        last.end = end;
        clauses.push({ parts: [], end: "" });
      }
  }
  return clauses.filter(({ parts, end }) => parts.length || end);
}

/**
 * @param {string[]} parts
 * @param {(name: string) => string} valueOf
 * @param {(name: string) => string} labelOf
 */
const filled = (parts, valueOf, labelOf) =>
  parts
    .map((part) => {
      const name = NAME.exec(part)?.[1];
      return name ? valueOf(name).trim() || `[${labelOf(name)}]` : part.replace(/[ \t]+/g, " ");
    })
    .join("");

/**
 * What ends with a mark of its own needs no second one.
 * @param {string} text
 * @param {string} clause
 * @param {string} end
 */
function join(text, clause, end) {
  const words = /(^|[\n\s(])$/.test(text) ? clause.trimStart() : clause;
  return text + words + (/[.!?…]$/.test(words) ? end.replace(/^[.,;]+/, "") : end);
}

/**
 * After a clause was left out: its sentence ends where it would have ended.
 * @param {string} text
 * @param {string} end
 */
function left(text, end) {
  if (!text.trim() || !SENTENCE.test(end)) return text;
  const before = text.replace(/[,;]?[ \t]*$/, "");
  const isEnded = /[.!?…\n]$/.test(before);
  return before + (isEnded ? end.replace(/[^\n\s]/g, "") : end);
}
