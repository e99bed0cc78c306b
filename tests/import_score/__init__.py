"""How well tables of SOPs are read: our own set, in every form that offices have, against what was meant.

sops.py      SOPs with known truth, drawn for this and for nothing else
judging.py   what differs from the truth: said as an assumption, or in silence
__main__.py  the table: `make import-score`
"""
