"""The language of the diagram alone: XML, elements, form fields, timers; nothing here runs or draws."""
