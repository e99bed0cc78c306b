// Shapes that the form's scripts share.

/** An answer, as the server would read it: a JSON value. */
export type Answer = null | boolean | number | string | Answer[] | Answers;
export type Answers = { [name: string]: Answer };

/** What a reader of answers may know: the office's time, names of days, the language in which numbers are typed. */
export type Page = Pick<Config, "offset" | "zone" | "months" | "weekdays"> & { language: string };

/**
 * Reads the answer in a control, of the same shape as the server's; null where nothing is typed, undefined where
 * something is that is no answer.
 */
export type Reader = (control: HTMLElement, page: Page) => Answer | undefined;

/** What controls whose inputs are named alike share. */
export interface Family {
  read: Reader;
  /** What holds controls of its own, or is one of several to choose from. */
  parts(control: HTMLElement): HTMLElement[];
  /** What isn't chosen elsewhere is asked about, not what is. */
  isRest: boolean;
}

/** A field as it stands in the page. */
export interface Control {
  element: HTMLElement;
  name: string;
  /** How its inputs are named: a family. */
  inputs: string;
  /** Otherwise it is only read. */
  isAnswered: boolean;
  shownIf: Tree | null;
  requiredIf: Tree | null;
  /** No answer, of the same shape as one. */
  nothing: Answer;
  read: Answer | undefined;
  isTyped: boolean;
  /** The field whose choice it follows, if it follows one. */
  keysOf: string;
  isRest: boolean;
  /** Options that are offered only with some choices of that field: id → these choices. */
  parents: Record<string, string[]> | null;
  parts: Part[];
}

/** A row, a group, or one of the options or files of a control. */
export interface Part {
  element: HTMLElement;
  key: string;
  shownIf: Tree | null;
  /** Whether it may be chosen, where that hangs on other answers. */
  selectableIf: Tree | null;
  /** What is known of the file of an earlier step. */
  item: Answers;
  /** The file of a row. */
  own: Answer | undefined;
  controls: Control[];
}

/** Which fields are shown with what is typed in a form, and its answers then. */
export interface Settled {
  answers: Answers;
  /** Controls, options and files that are hidden. */
  hidden: Set<HTMLElement>;
  /** Files that are offered, but may not be chosen now. */
  barred: Set<HTMLElement>;
  /** Controls whose options hang on another's choice → those that are not offered now. */
  gone: Map<HTMLElement, Set<string>>;
  /** Controls whose condition requires them. */
  needed: Set<HTMLElement>;
}

/** A condition as the server sends it: a word, and what it is about: often trees again (engine/forms/conditions.py). */
export type Tree = [word: string, ...parts: Answer[]];

/** The value of a name's first part; null where there is none. */
export type Lookup = (name: string) => Answer;

/** What the server says of a form beside its fields (FormView.config). */
export interface Config {
  data: Answers;
  langkah: Answers;
  /** The server's clock when it made the page, in milliseconds since 1970. */
  now: number;
  /** Of the office from UTC: "+07:00". */
  offset: string;
  /** What people call it: "WIB". */
  zone: string;
  /** Names in small letters, of all languages → 1 to 12. */
  months: Record<string, number>;
  /** … → 0 (Monday) to 6. */
  weekdays: Record<string, number>;
  words: Record<string, string>;
}

/** What is typed, as a form sends it: name and value of each input, in the form's order. */
export type Typed = [name: string, value: string][];

/** What the device remembers of a draft. */
export interface Stored {
  typed: Typed;
  /** Which draft of the server's it was written on. */
  seen?: string;
}

/** As it stands in the browser's storage. */
export interface Kept extends Partial<Stored> {
  /** When, in milliseconds since 1970. */
  at: number;
  sealed?: string;
}

/** The server's answer to a draft. */
export interface DraftReply {
  saved: string;
  /** Who else types into the same unclaimed task. */
  typing?: string;
  seen?: string;
  message?: string;
  problems?: Record<string, string>;
  /** What another page has saved meanwhile. */
  typed?: Record<string, string[]>;
}

/** How far a file is that was sent (webforms/api). */
export interface FileStatus {
  state: string;
  state_text: string;
  reason: string | null;
  problem?: string | null;
  thumb_url?: string | null;
  /** What an answer stores of it, when it can be used. */
  answer?: Answers | null;
}
