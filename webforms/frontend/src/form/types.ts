// Shapes that the form's scripts share.

/** An answer, as the server would read it: a JSON value. */
export type Answer = null | boolean | number | string | Answer[] | Answers;
export type Answers = { [name: string]: Answer };

/** What a reader of answers may ask of the page: the office's offset from UTC, the answers in a part of a control. */
export interface Page {
  offset: string;
  inside(root: HTMLElement): Answers;
}

/** Reads the answer in a control, of the same shape as the server's. */
export type Reader = (control: HTMLElement, page: Page) => Answer;

/** What controls whose inputs are named alike share. */
export interface Family {
  read: Reader;
  /** What holds controls of its own. */
  parts(control: HTMLElement): HTMLElement[];
  /** The answer is {key: answer}. */
  isKeyed: boolean;
  /** What isn't chosen elsewhere is asked about, not what is. */
  onlyTheRest: boolean;
}

/** A condition as the server sends it: a word, and what it is about: often trees again (engine/forms/conditions.py). */
export type Tree = [word: string, ...parts: Answer[]];

/** The value of a name's first part; null where there is none. */
export type Lookup = (name: string) => Answer;

/** What the server says of a form beside its fields (FormView.config). */
export interface Config {
  data: Answers;
  langkah: Answers;
  /** Of the office from UTC: "+07:00". */
  offset: string;
  /** What people call it: "WIB". */
  zone: string;
  words: Record<string, string>;
}

/** What is typed, as a form sends it: name and value of each input, in the form's order. */
export type Typed = [name: string, value: string][];

/** What the device remembers of a draft. */
export interface Stored {
  /** When, in milliseconds since 1970. */
  at: number;
  typed: Typed;
  /** Which draft of the server's it was written on. */
  seen?: string;
}

/** The server's answer to a draft. */
export interface DraftReply {
  saved: string;
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
}
