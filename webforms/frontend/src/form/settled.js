// Which fields of a form are shown, and what its answers are then: the mirror of engine/forms/settled.py, change both.
// What is hidden has no answer. The form is gone through in its order, first with all that was typed, and then
// again until a round changes no answer: then the next would be the same.

import { holds } from "./conditions.js";

/** @import { Answer, Answers, Settled, Control, Lookup, Part } from "./types.js" */

/** Rounds in which fields are hidden; what is shown after so many stays shown. */
const MAX_ROUNDS = 20;

/**
 * @param {Control[]} controls
 * @param {Answers[]} layers what else names mean
 * @returns {Settled}
 */
export function settle(controls, layers) {
  const settling = new Settling();
  /** @type {Answers} */
  const answers = {};
  for (let number = 0; ; number += 1) {
    settling.begin(number);
    settling.controls(controls, [answers, ...layers]);
    if ((number > 0 && !settling.isMoved) || number > 2 * MAX_ROUNDS) return { answers, ...settling.found };
  }
}

/**
 * @param {Answer} first
 * @param {Answer | undefined} second
 */
const isSame = (first, second) => JSON.stringify(first) === JSON.stringify(second);

class Settling {
  /** @type {Set<HTMLElement>} */
  hidden = new Set();
  /** @type {Set<HTMLElement>} */
  barred = new Set();
  /** @type {Set<HTMLElement>} */
  needed = new Set();
  /** @type {Map<HTMLElement, Set<string>>} */
  gone = new Map();
  /** An answer is another than in the round before: page and server name what is hidden differently. */
  isMoved = false;
  /**
   * What was hidden in the round before, where nothing else may be hidden any more.
   * @type {Set<HTMLElement> | null}
   */
  #hideable = null;
  #start = true;
  /** @type {Map<Part, Answers>} */
  #inner = new Map();

  /** @param {number} number of the round; in the first everything is asked */
  begin(number) {
    this.#start = number === 0;
    this.isMoved = false;
    this.#hideable = number > MAX_ROUNDS ? this.hidden : null;
    this.hidden = new Set();
    this.barred = new Set();
    this.needed = new Set();
  }

  get found() {
    return { hidden: this.hidden, barred: this.barred, gone: this.gone, needed: this.needed };
  }

  /**
   * @param {Control[]} controls
   * @param {Answers[]} layers the first takes the answers
   */
  controls(controls, layers) {
    for (const control of controls) {
      const { name, nothing, isAnswered, requiredIf } = control;
      const isHidden = this.#hides(control, layers);
      const answer = isHidden ? nothing : this.#answer(control, layers);
      if (isAnswered) {
        this.isMoved ||= !isSame(answer, layers[0][name]);
        layers[0][name] = answer;
      }
      if (requiredIf && holds(requiredIf, lookupIn(layers))) this.needed.add(control.element);
    }
  }

  /**
   * @param {Control} control
   * @param {Answers[]} layers
   */
  #hides({ element, shownIf }, layers) {
    if (this.#start || !shownIf || holds(shownIf, lookupIn(layers))) return false;
    if (this.#hideable && !this.#hideable.has(element)) return false;
    this.hidden.add(element);
    return true;
  }

  /**
   * @param {Control} control
   * @param {Answers[]} layers
   * @returns {Answer}
   */
  #answer(control, layers) {
    const answerOf = ANSWERS[control.inputs];
    return answerOf ? answerOf(this, control, layers) : this.#narrowed(control, layers);
  }

  /**
   * Of what is chosen that which belongs to the choice of another field; all while nothing is chosen there.
   * @param {Control} control
   * @param {Answers[]} layers
   */
  #narrowed({ element, read, nothing, keysOf, parents }, layers) {
    if (!parents || this.#start) return read ?? nothing;
    const chosen = [lookupIn(layers)(keysOf)].flat().filter((key) => typeof key === "string" && key);
    const gone = chosen.length
      ? Object.keys(parents).filter((id) => !parents[id].some((parent) => chosen.includes(parent)))
      : [];
    this.gone.set(element, new Set(gone));
    if (Array.isArray(read)) return read.filter((id) => !gone.includes(String(id)));
    return gone.includes(String(read)) ? nothing : (read ?? nothing);
  }

  /**
   * @param {Control} control
   * @param {Answers[]} layers
   */
  group({ parts: [part] }, layers) {
    const row = this.#within(part, layers);
    return Object.values(row).every(isBlank) ? null : { ...row };
  }

  /**
   * The answers to the controls of a row or a group.
   * @param {Part} part
   * @param {Answers[]} layers
   */
  #within(part, layers) {
    const row = this.#inner.get(part) ?? {};
    this.#inner.set(part, row);
    this.controls(part.controls, [row, ...layers]);
    return row;
  }

  /**
   * @param {Control} control
   * @param {Answers[]} layers
   */
  rows({ parts }, layers) {
    return parts.flatMap((part) => {
      const row = this.#within(part, layers);
      return this.#counts(part, row)
        ? [{ .../** @type {Answers} */ (row), .../** @type {Answers} */ (part.own) }]
        : [];
    });
  }

  /**
   * A row in which nothing remains of what was typed is none.
   * @param {Part} part
   * @param {Answers} row
   */
  #counts({ own, controls }, row) {
    if (own !== null) return true;
    return controls.some(
      (each) =>
        each.isTyped && !this.hidden.has(each.element) && (!isBlank(row[each.name]) || isUnreadable(each)),
    );
  }

  /**
   * @param {Control} control
   * @param {Answers[]} layers
   * @param {(part: Part) => Answer} answerOf
   */
  keys(control, layers, answerOf) {
    const answers = this.#offered(control, layers).map((part) => [part.key, answerOf(part)]);
    return Object.fromEntries(answers.filter(([, answer]) => !isBlank(answer)));
  }

  /**
   * @param {Part} part
   * @param {Answers[]} layers
   */
  ofOption({ key, controls: [control] }, layers) {
    const keyed = [{ kunci: key }, ...layers];
    if (this.#hides(control, keyed)) return null;
    if (control.requiredIf && holds(control.requiredIf, lookupIn(keyed))) this.needed.add(control.element);
    return this.#answer(control, keyed);
  }

  /**
   * @param {Control} control
   * @param {Answers[]} layers
   */
  items(control, layers) {
    const offered = this.#selectable(control, layers).map(({ key }) => key);
    const { read = control.nothing } = control;
    if (Array.isArray(read)) return read.filter((key) => offered.includes(String(key)));
    return offered.includes(String(read)) ? read : null;
  }

  /**
   * Those of the offered files that may be chosen.
   * @param {Control} control
   * @param {Answers[]} layers
   */
  #selectable(control, layers) {
    return this.#offered(control, layers).filter(({ element, key, item, selectableIf }) => {
      const keyed = [{ kunci: key }, item, ...layers];
      const isBarred = selectableIf && !this.#start && !holds(selectableIf, lookupIn(keyed));
      if (isBarred) this.barred.add(element);
      return !isBarred;
    });
  }

  /**
   * Those of a control's options or files that are shown.
   * @param {Control} control
   * @param {Answers[]} layers
   */
  #offered({ parts, keysOf, isRest }, layers) {
    if (this.#start) return parts;
    const chosen = keysOf ? [lookupIn(layers)(keysOf) ?? []].flat() : null;
    return parts.filter(({ element, key, item, shownIf }) => {
      const isChosen = !chosen || chosen.includes(key) !== isRest;
      const isOffered = isChosen && (!shownIf || holds(shownIf, lookupIn([{ kunci: key }, item, ...layers])));
      if (!isOffered) this.hidden.add(element);
      return isOffered;
    });
  }
}

/**
 * By how inputs are named; of others the answer is what was read.
 * @type {Record<string, (settling: Settling, control: Control, layers: Answers[]) => Answer>}
 */
const ANSWERS = {
  group: (settling, control, layers) => settling.group(control, layers),
  rows: (settling, control, layers) => settling.rows(control, layers),
  per: (settling, control, layers) =>
    settling.keys(control, layers, (part) => settling.ofOption(part, layers)),
  item_keys: (settling, control, layers) =>
    settling.keys(control, layers, (part) => part.controls[0]?.read ?? null),
  items: (settling, control, layers) => settling.items(control, layers),
};

/**
 * @param {Answers[]} layers
 * @returns {Lookup}
 */
const lookupIn = (layers) => (name) => layers.find((layer) => Object.hasOwn(layer, name))?.[name] ?? null;

/**
 * Whether an answer counts as none: an unticked box does, the number 0 does not.
 * @param {Answer | undefined} value
 */
const isBlank = (value) =>
  value === undefined ||
  value === null ||
  value === false ||
  value === "" ||
  (typeof value === "object" && Object.keys(value).length === 0);

/**
 * Whether something was typed that is no answer.
 * @param {Control} control
 * @returns {boolean}
 */
const isUnreadable = ({ read, parts }) =>
  read === undefined || parts.some((part) => part.own === undefined || part.controls.some(isUnreadable));
