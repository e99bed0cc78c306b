// Shapes that the editor's scripts share.

import type CommandStack from "diagram-js/lib/command/CommandStack";
import type { Element, Line, Point, Provider, Rect, ViewerServices } from "../viewer/diagram.js";
import type { Definitions, FormField, ModdleElement } from "../viewer/moddle.js";
import type { Checking } from "./checking.js";
import type { Edits } from "./edits.js";
import type { Placing } from "./placing.js";
import type { Preview } from "./preview.js";
import type { Left } from "./references/references.js";

/** What bpmn-js does to a drawing: each call is one command, which can be undone. */
export interface Modeling {
  addLane(lane: Element, side: "top" | "bottom"): Element;
  connect(source: Element, target: Element, attributes?: { type: string }): Line;
  createShape(
    shape: Partial<Element>,
    position: Point,
    parent: Element,
    hints?: { attach: boolean },
  ): Element;
  layoutConnection(flow: Element, hints: { waypoints: Point[] }): void;
  moveElements(elements: Element[], by: Point, target?: Element): void;
  reconnect(flow: Element, source: Element, target: Element, docking: Point): void;
  reconnectEnd(flow: Element, target: Element, docking: Point): void;
  reconnectStart(flow: Element, source: Element, docking: Point): void;
  removeConnection(flow: Element): void;
  removeElements(elements: Element[]): void;
  updateLabel(element: Element, text: string): void;
  updateModdleProperties(element: Element, moddle: ModdleElement, properties: object): void;
  updateProperties(element: Element, properties: object): void;
  updateWaypoints(flow: Element, waypoints: Point[]): void;
}

export interface Moddle {
  ids: { assigned(id: string): unknown };
  create(type: string, attributes: object): ModdleElement;
  createAny(type: string, namespace: string, attributes: object): ForeignElement;
  getElementDescriptor(element: ModdleElement): { isGeneric?: boolean };
}

/** Of another tool's extension: kept as it is. */
export interface ForeignElement extends ModdleElement {
  $body?: string;
  $children?: ForeignElement[];
  $descriptor: { ns: { uri: string } };
  $model?: unknown;
}

export interface ElementFactory {
  createShape(attributes: { type: string } & Record<string, unknown>): Element;
}

export interface BpmnFactory {
  create(type: string, properties: object): ModdleElement;
}

export interface Create {
  start(event: Event, shape: Element, context?: { source: Element }): void;
}

export interface AutoPlace {
  append(source: Element, shape: Element): Element;
}

export interface Selection {
  get(): Element[];
  select(elements: Element | Element[] | null): void;
}

export interface ContextPad {
  registerProvider(priority: number, provider: object): void;
}

export interface PopupMenu {
  isEmpty(target: Element, provider: string): boolean;
  open(target: Element, provider: string, position: Point, options?: object): void;
  registerProvider(id: string, provider: MenuProvider): void;
  registerProvider(id: string, priority: number, provider: MenuProvider): void;
}

interface MenuProvider {
  getPopupMenuEntries(target: Element): MenuEntries | ((entries: MenuEntries) => MenuEntries);
  getPopupMenuHeaderEntries?(): () => object;
}

export type MenuEntries = Record<string, { label: string; className: string; action: () => void }>;

export interface SearchPad {
  toggle(): void;
  registerProvider(provider: { find(pattern: string): SearchResult[] }): void;
}

interface SearchResult {
  element: Element;
  primaryTokens: Token[];
  secondaryTokens: Token[];
}

type Token = { normal: string } | { matched: string };

export interface ModelerServices extends ViewerServices {
  autoPlace: AutoPlace;
  bpmnFactory: BpmnFactory;
  bpmnRules: { canConnectSequenceFlow(source: Element, target: Element): unknown };
  commandStack: CommandStack;
  connect: { start(event: null, source: Element): void };
  contextPad: ContextPad;
  create: Create;
  directEditing: { cancel(): void; complete(): void; getValue(): string };
  clipboard: { get(): unknown; set(tree: unknown): void };
  textRenderer: { createText(text: string, options: { box?: Partial<Rect> }): SVGElement };
  editorActions: { trigger(action: string): void };
  edits: Edits;
  elementFactory: ElementFactory;
  minimap: { isOpen(): boolean; toggle(open: boolean): void };
  moddle: Moddle;
  modeling: Modeling;
  placing: Placing;
  popupMenu: PopupMenu;
  searchPad: SearchPad;
  selection: Selection;
}

/** Whoever hands out the modeler's services: itself, or its injector. */
export type Services = Provider<ModelerServices>;

export interface Modeler extends Services {
  on<E>(events: string | string[], listener: (event: E) => unknown): void;
  on<E>(events: string | string[], priority: number, listener: (event: E) => unknown): void;
  off(event: string, listener: () => void): void;
  importXML(xml: string): Promise<{ warnings: { message: string }[] }>;
  saveXML(options?: { format: boolean }): Promise<{ xml?: string }>;
  getDefinitions(): Definitions;
}

/** What lint found (engine/lint), in the reader's words. */
export interface Finding {
  rule: string;
  severity: "error" | "warning";
  /** Id of the element; empty for the whole. */
  element: string;
  name?: string;
  message: string;
  remedy: string;
  params: Partial<
    Record<
      "flow" | "field" | "source" | "corrected" | "property" | "unknown" | "detail" | "option" | "constraint",
      string
    >
  >;
}

/** The server's answer to a check. */
export interface Checked {
  findings: Finding[];
  /** In the order of the definition. */
  steps: { id: string; name: string; lane: string; hue: number }[];
  /** Id of a lane → who works there. */
  lanes: Record<string, { role: string; people: string[] }[]>;
  /** Id of a lane → its hue. */
  hues: Record<string, number>;
}

/** What the parts of the page know of each other. */
export interface Editor {
  modeler: Modeler;
  edits: Edits;
  checking: Checking;
  preview: Preview;
  selected: Element[];
  isStep(element: Element): boolean;
  title(): string;
  announce(words: string): void;
  showTab(name: string): void;
  /** Address of a trial that begins at an element. */
  trialFrom(id: string): string;
  select(element: Element | null): void;
  focusName(): void;
  focus(selector: string): void;
  /** What was put right beside an action, and what is left to decide, until somebody has seen it. */
  notice: Notice | null;
  /** Whether one step back undoes what the notice is about. */
  isLast(notice: Notice): boolean;
  /** Of nothing left it says nothing. */
  tell(notice: Notice): void;
  dismiss(): void;
  open(place: Place): void;
}

/** `words`: what was done. */
export interface Notice {
  words: string;
  left: Left[];
  /** The number of the change that it was. */
  change?: number;
}

/** Where in the panel something is said. */
export interface Place {
  element: Element | null;
  /** The group that it stands in. */
  group: string;
  /** Name of the field that bears it. */
  field?: string;
  property?: Property;
  /** As it stands in the file, of one that is numbered. */
  id?: string;
}

/** What the panel gives the part about an element. */
export interface Shown {
  editor: Editor;
  element: Element;
}

/** A type of field, as the page tells it: its attributes are those of FieldType in engine/forms/types/base.py. */
export interface FieldType {
  name: string;
  /** What a diagram may say of it, by the vocabulary's keys. */
  properties: string[];
  /** What an answer is to a condition. */
  shape: string;
  /** How its inputs are named. */
  inputs: string;
  /** Camunda 7's own name of it, where it has one. */
  camunda: string;
  has_options: boolean;
  has_parts: boolean;
  gives_keys: boolean;
  sends_items: boolean;
  names_instances: boolean;
}

/** What a diagram may say (engine/bpmn/vocabulary.json): its attributes are those of engine.bpmn.vocabulary. */
export interface Property {
  place: string;
  key: string;
  /** As it stands in the file. */
  name: string;
  /** How its value is written. */
  form: string;
  /** Of the panel. */
  group: string;
  /** Where it is written; a camunda:property where nothing is said. */
  written?: string;
  values?: string[];
  numbered?: boolean;
  rows?: number;
  /** Rules of lint that look at it. */
  rules?: string[];
  read_only?: boolean;
  /** A condition on what is chosen: its parts are in scope. */
  about_items?: boolean;
  not_in_editor?: string;
}

/** Reads and writes one field: what the parts of its panel get. `name`: of a property that is numbered. */
export interface FieldAccess {
  text(property: Property, name?: string): string;
  set(property: Property, name?: string): (value: string) => void;
}

/** The list of a step's fields: which one is open. */
export interface FieldList extends Shown {
  isOpen(field: FormField): boolean;
  toggle(field: FormField): void;
}

/** What the panel gives the parts about a field. */
export interface FieldProps extends Shown {
  field: FormField;
  of: FieldAccess;
}

/** What a condition of that field may name, itself among it where it may. */
export interface OperandProps extends FieldProps {
  /** Parts of the same group. */
  siblings?: FormField[];
  operands: Operand[];
}

/** A field that a condition may name. */
export interface Operand {
  name: string;
  label: string;
  /** `shape`: of what stands in no form. */
  field: Pick<FormField, "type" | "values" | "properties" | "id"> & { shape?: string };
}

export type Choice = [value: string, words: string];

export type { Element, Line, Point, Rect };
