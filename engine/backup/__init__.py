"""Copies of everything, taken while people work, and brought back into an empty place.

    FOLDER/backup.json               what this folder is, and for which key its copies are encrypted
    FOLDER/key.age                   that key, encrypted by a passphrase
    FOLDER/files/ab/cd/abcd…[.age]   files by content hash: each once, however many backups hold it
    FOLDER/2026-11-30T184005Z/       one backup: manifest.json and rows.zst[.age], and the secret key

A backup has its name only once it is whole. Rows stand in it in words of no database (`rows`), so that what
was taken from SQLite can be brought back into PostgreSQL: the way to a larger server.
"""
