"""Cells out of a PDF with text: the ruled lines are its tables, the shapes its symbols, the rest its arrows.

    ink.py       what a page draws: letters, straight lines, outlines
    ruled.py     lines that are the borders of cells → tables
    rows.py      rows without a line between them
    arrows.py    lines that are no borders: which symbols they connect
    answers.py   words at the arrows
    letters.py   letters → lines of text
    from_pdf.py  the file → grids

Lengths are points; y grows downwards.
"""
