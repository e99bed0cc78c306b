"""Finding instances by what stands in them: their number and title, people, steps, and what was answered.

words.py      which words a text has, and which words are alike
question.py   what somebody typed, as a question to an index; finding the instances
documents.py  what is to be found of an instance
index.py      the tables, which are derived from all others: in no backup, built anew at any time
keeping.py    the worker brings the index up to date after each change
"""
