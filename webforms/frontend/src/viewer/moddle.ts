// What a BPMN file says, as bpmn-moddle reads it: of the standard and of Camunda's extensions what our scripts look at.

export interface ModdleElement {
  $type: string;
  $parent?: ModdleElement;
  $attrs?: Record<string, string>;
}

/** An element of the language: a step, an event, a flow, a lane, the process. */
export interface BusinessObject extends ModdleElement {
  id: string;
  name?: string;
  /** Of a note. */
  text?: string;
  documentation?: Documentation[];
  extensionElements?: ExtensionElements;
  incoming?: BusinessObject[];
  outgoing?: BusinessObject[];
  /** Of a gateway: the flow that is taken when no other is. */
  default?: BusinessObject;
  conditionExpression?: Expression;
  /** Of an automatic step. */
  script?: string;
  eventDefinitions?: EventDefinition[];
  /** Of an event on a border. */
  cancelActivity?: boolean;
  /** Of a lane. */
  flowNodeRef?: BusinessObject[];
  childLaneSet?: { lanes?: BusinessObject[] };
  /** Of a process or a subprocess. */
  flowElements?: BusinessObject[];
  isExecutable?: boolean;
  /** Of a pool. */
  processRef?: BusinessObject;
}

export interface Definitions extends ModdleElement {
  rootElements: BusinessObject[];
}

export interface Documentation extends ModdleElement {
  text?: string;
}

export interface Expression extends ModdleElement {
  body?: string;
}

export interface EventDefinition extends ModdleElement {
  timeDuration?: Expression;
  timeDate?: Expression;
  timeCycle?: Expression;
}

export interface ExtensionElements extends ModdleElement {
  values?: Extension[];
}

/** `camunda:Properties` has values, `camunda:FormData` fields. */
export interface Extension extends ModdleElement {
  values?: Property[];
  fields?: FormField[];
}

/** Of a step by its name, of a field by its id. */
export interface Property extends ModdleElement {
  name?: string;
  id?: string;
  value?: string;
}

export interface FormField extends ModdleElement {
  id?: string;
  label?: string;
  type?: string;
  defaultValue?: string;
  properties?: { values?: Property[] } & ModdleElement;
  validation?: { constraints?: Constraint[] } & ModdleElement;
  values?: Option[];
}

export interface Constraint extends ModdleElement {
  name?: string;
  config?: string;
}

export interface Option extends ModdleElement {
  id: string;
  name?: string;
  /** Choices of another field that it belongs to. */
  value?: string;
}
