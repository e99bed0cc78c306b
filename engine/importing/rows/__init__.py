"""Cells, or pasted text that has none yet, understood as the rows and identity of an SOP."""
