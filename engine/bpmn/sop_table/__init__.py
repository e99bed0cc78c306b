"""An SOP's table (pasted text, Word, Excel, CSV) → rows → what the diagram is drawn from.

    reading.py      which file is it → grids        from_text, from_html, from_csv, from_word, from_excel
                    pasted.py: rows broken by their cells; word_shapes.py, drawings.py: what is drawn
    headers.py      which grid holds the procedure, which column is what (columns.py)
    body.py         grid → rows; identity.py the block above it, office.py whose it is, below.py what follows
    infer.py        rows → plan: lanes.py, course.py, decisions.py, branches.py, norms.py, spelling.py
    sketching.py    plan → sketch, which engine.bpmn.layout places and engine.bpmn.write writes

Reading takes a table as it is found; inference never hides what it made up: everything that the table
doesn't say is an Assumption, for the owner of the SOP to confirm.
"""
