"""Where a diagram is drawn: layout, routes of arrows, and writing what was laid out as BPMN DI."""
