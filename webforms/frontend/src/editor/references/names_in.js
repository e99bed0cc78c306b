// Names within a text of the diagram, by the form in which it is written. No drawing is needed for it.

/** @typedef {"step" | "field"} Kind */
/** @typedef {{ property: { form: string }, text: string }} Text */

/** Texts in quotation marks, else a name, which may be dotted: langkah.Periksa.selesai. */
const TOKEN = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|(?<![\w.])[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/g;
const IN_BRACES = /\{([^{}]*)\}/g;
/** What a condition calls the time at which a step was done. */
const DONE = /^langkah\.(.+)\.selesai$/;

/** @param {string} token */
const isText = (token) => /^["']/.test(token);

/**
 * The name that a token of a condition is of; empty for none of that kind.
 * @param {string} token
 * @param {Kind} kind
 */
function nameOf(token, kind) {
  if (isText(token)) return "";
  const done = DONE.exec(token);
  if (done) return kind === "step" ? done[1] : "";
  return kind === "field" ? token.split(".")[0] : "";
}

/**
 * @param {string} token
 * @param {Kind} kind
 * @param {string} fresh
 */
const withName = (token, kind, fresh) =>
  kind === "step" ? `langkah.${fresh}.selesai` : [fresh, ...token.split(".").slice(1)].join(".");

/**
 * @typedef {object} Form
 * @property {(text: string, kind: Kind) => string[]} names
 * @property {(text: string, kind: Kind, name: string, fresh?: string) => string} renamed without a fresh name: left out
 */

/** @type {Form} */
const LIST = {
  names: (text) => text.split(/\s+/).filter(Boolean),
  renamed: (text, _kind, name, fresh) => {
    const words = LIST.names(text, "field").flatMap((each) => (each === name ? (fresh ?? []) : [each]));
    return [...new Set(words)].join(" ");
  },
};

/** @type {Form} */
const TEMPLATE = {
  names: (text) => [...text.matchAll(IN_BRACES)].map(([, name]) => name),
  renamed: (text, _kind, name, fresh) =>
    text.replace(IN_BRACES, (whole, each) => (each === name ? (fresh ? `{${fresh}}` : "") : whole)),
};

/** @type {Form} */
const CODE = {
  names: (text, kind) => (text.match(TOKEN) ?? []).map((token) => nameOf(token, kind)).filter(Boolean),
  // What reads a name that is gone has lost its meaning: it stays for a person to decide.
  renamed: (text, kind, name, fresh) =>
    text.replace(TOKEN, (token) =>
      fresh && nameOf(token, kind) === name ? withName(token, kind, fresh) : token,
    ),
};

/** @type {Record<string, Form>} */
const FORMS = {
  step: LIST,
  steps: LIST,
  field: LIST,
  fields: LIST,
  template: TEMPLATE,
  condition: CODE,
  script: CODE,
};

/**
 * @param {Text} written
 * @param {Kind} kind
 */
export const namesIn = ({ property, text }, kind) => FORMS[property.form].names(text, kind);

/**
 * @param {Text} written
 * @param {Kind} kind
 * @param {string} name
 * @param {string} [fresh]
 */
export const renamedIn = ({ property, text }, kind, name, fresh) =>
  FORMS[property.form].renamed(text, kind, name, fresh);
