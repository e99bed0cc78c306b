"""Cells out of a PDF with text: the ruled lines are its tables, the shapes its symbols, the rest its arrows.

ink.py       what a page draws: letters, straight lines, outlines
ruled.py     lines that are the borders of cells → tables
arrows.py    lines that are not: which symbols they connect
letters.py   letters → lines of text
from_pdf.py  the file → grids
"""
