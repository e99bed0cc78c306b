"""A file or pasted text → the grids of cells in it, by the reader of its kind."""

from __future__ import annotations

from engine.importing.cells.from_csv import decode, read_csv
from engine.importing.cells.grid import Source, refused
from engine.importing.rows.from_text import read_text
from engine.importing.rows.headers import find_header

MAX_FILE = 10 * 1024 * 1024


def source_of(content: bytes | str, file_name: str) -> Source:
    """By what it begins with, then by its name. Raises InvalidTable."""
    if isinstance(content, str):
        return read_text(content)
    if len(content) > MAX_FILE:
        raise refused("too_large", "file", limit=f"{MAX_FILE // 1024 // 1024} MB")
    if content.startswith(b"PK"):
        return _archived(content)
    if b"%PDF-" in content[:1024]:
        return _printed(content)
    _refuse_old(content)
    ending = file_name.rpartition(".")[2].lower()
    if ending in {"docx", "xlsx", "xlsm", "pdf"}:
        raise refused("unreadable", "file")
    if ending == "csv":
        return read_csv(content)
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refused("unknown_format", "file")
    text = decode(content)
    by_text, by_csv = read_text(text), read_csv(content)
    return by_csv if _has_table(by_csv) and not _has_table(by_text) else by_text


def _refuse_old(content: bytes) -> None:
    """Formats that are not read; a locked .xlsx looks like an old .xls."""
    if content.startswith(b"\xd0\xcf\x11\xe0") and "EncryptedPackage".encode("utf-16-le") in content:
        raise refused("locked", "file")
    if content.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        raise refused("old_format", "file")


def _printed(content: bytes) -> Source:
    """By its ruled lines; where it has none, by where its words stand."""
    from engine.importing.cells.pdf.from_pdf import read_pdf

    pdf = read_pdf(content)
    by_text = None if _has_table(pdf.source) else read_text(pdf.text)
    return by_text if by_text is not None and _has_table(by_text) else pdf.source


def _has_table(source: Source) -> bool:
    return any(find_header(grid) for grid in source.grids)


def _archived(content: bytes) -> Source:
    from engine.importing.cells.archive import as_bytes, open_archive

    with open_archive(content) as archive:
        names = set(archive.namelist())
        if "word/document.xml" in names:
            from engine.importing.cells.from_word import read_word

            return read_word(archive)
        if "xl/workbook.xml" in names:
            from engine.importing.cells.from_excel import read_excel

            return read_excel(as_bytes(archive), archive)
    raise refused("unknown_format", "file")
