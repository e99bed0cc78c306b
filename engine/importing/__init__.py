"""Definitions written elsewhere become diagrams: tables of SOPs, and BPMN files of other tools.

    cells/          a file → grids of cells, with the symbols and arrows drawn over them
    rows/           grids or pasted text → the table of the SOP: its rows, and the identity block above
    plan/           the table → steps and where each leads, as a sketch that engine.drawing lays out
    foreign/        the diagram of another tool → Alur's vocabulary
    carry_over.py   forms and rules of the version in force, which no table can say

Reading takes a table as it is found; inference never hides what it made up: everything that the table
doesn't say is an Assumption, for the owner of the SOP to confirm.
"""
