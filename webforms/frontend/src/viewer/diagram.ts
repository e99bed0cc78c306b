// A drawn diagram as our scripts see it. bpmn-js describes its services, but what they hold (elements, and what the
// file says of them) as `any`: here is what of it we read and do.

import type Canvas from "diagram-js/lib/core/Canvas";
import type Overlays from "diagram-js/lib/features/overlays/Overlays";
import type { Point, Rect } from "diagram-js/lib/util/Types";
import type { BusinessObject } from "./moddle.js";

export type { Point, Rect };

/** A shape, a line, a label or the drawing itself. */
export interface Element extends Rect {
  id: string;
  businessObject: BusinessObject;
  di: { set(name: string, value: string): void };
  parent: Element;
  children: Element[];
  incoming: Element[];
  outgoing: Element[];
  /** Only a line has them. */
  waypoints?: Waypoint[];
  source: Element;
  target: Element;
  /** The step on whose border it sits. */
  host?: Element;
  /** What sits on its border. */
  attachers?: Element[];
  /** Only a label has it: whose it is. */
  labelTarget?: Element;
}

export interface Line extends Element {
  waypoints: Waypoint[];
}

export interface Waypoint extends Point {
  /** Where it points to inside the element at which it ends. */
  original?: Point;
}

export interface ElementRegistry {
  get(id: string | undefined): Element | undefined;
  getAll(): Element[];
  filter(wanted: (element: Element) => unknown): Element[];
  find(wanted: (element: Element) => unknown): Element | undefined;
  forEach(action: (element: Element) => void): void;
}

export interface EventBus {
  on<E>(events: string | string[], listener: (event: E) => unknown): void;
  on<E>(events: string | string[], priority: number, listener: (event: E) => unknown): void;
  fire(event: string, data: object): unknown;
}

/** `Canvas`, of elements as they are here. */
export type DiagramCanvas = Omit<Canvas, "getRootElement" | "scrollToElement" | "zoom"> & {
  zoom(scale?: number | "fit-viewport", center?: Point | "auto"): number;
  getRootElement(): Element;
  scrollToElement(
    element: Element | string,
    padding?: number | Record<"top" | "right" | "bottom" | "left", number>,
  ): void;
};

/** `Overlays`, likewise. */
export type DiagramOverlays = Pick<Overlays, "remove"> & {
  add(element: Element | string, overlay: Overlay): string;
  add(element: Element | string, type: string, overlay: Overlay): string;
};

interface Overlay {
  position: { top?: number; left?: number; right?: number; bottom?: number };
  html: HTMLElement;
}

export interface ViewerServices {
  canvas: DiagramCanvas;
  elementRegistry: ElementRegistry;
  eventBus: EventBus;
  graphicsFactory: { update(kind: "connection" | "shape", element: Element, graphics: SVGElement): void };
  overlays: DiagramOverlays;
}

/** Whoever hands out services: a viewer, a modeler, an injector. */
export interface Provider<Services> {
  get<Name extends keyof Services>(name: Name): Services[Name];
}

/** A viewer, as our scripts use it. */
export type DiagramViewer = Provider<ViewerServices>;
