"""Word and Excel files are ZIP archives of XML by strangers: looked at before anything in them is opened."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lxml import etree

from engine.errors import Invalid
from engine.importing.cells.grid import refused

MAX_PARTS = 3000
MAX_UNPACKED = 60 * 1024 * 1024
#: Text shrinks to a tenth, a bomb to a thousandth.
MAX_RATIO = 150
_SMALL = 4 * 1024 * 1024
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@contextmanager
def open_archive(content: bytes) -> Iterator[zipfile.ZipFile]:
    """Raises InvalidTable for what is damaged, locked, or meant to do harm."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _inspect(archive, len(content))
            if not _is_strict(archive):
                yield archive
                return
            with zipfile.ZipFile(io.BytesIO(_transitional(archive))) as same:
                yield same
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        # zipfile's ways of saying damaged, unknown compression, or password
        raise refused("unreadable", "file") from None


def as_bytes(archive: zipfile.ZipFile) -> bytes:
    """The whole archive, as it was opened."""
    file = archive.fp
    if file is None:
        raise refused("unreadable", "file")
    file.seek(0)
    return file.read()


def _is_strict(archive: zipfile.ZipFile) -> bool:
    """Whether it is written in ISO's strict spelling of the same format."""
    names = {"word/document.xml", "xl/workbook.xml"} & set(archive.namelist())
    return any(b"http://purl.oclc.org/ooxml/" in archive.read(name)[:4000] for name in names)


def _transitional(archive: zipfile.ZipFile) -> bytes:
    """The same with the names of things that everybody reads."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as same:
        for part in archive.infolist():
            data = archive.read(part)
            if part.filename.endswith((".xml", ".rels")):
                data = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", data)
            same.writestr(part.filename, data)
    return packed.getvalue()


def read_xml(archive: zipfile.ZipFile, name: str) -> Any:
    """The root of a part; its declarations have been looked at by open_archive."""
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True)
    try:
        return etree.fromstring(archive.read(name), parser)
    except KeyError:
        raise refused("unreadable", "file") from None
    except etree.XMLSyntaxError as error:
        if "Excessive depth" in str(error):
            raise _hostile("nested") from None
        raise refused("unreadable", "file") from None


def _inspect(archive: zipfile.ZipFile, packed: int) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    swells = unpacked > _SMALL and unpacked > packed * MAX_RATIO
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or swells:
        raise _hostile("bomb")
    for part in parts:
        if part.filename.startswith(("/", "\\")) or ".." in part.filename.split("/"):
            raise _hostile("names")
        if part.flag_bits & 0x1:
            raise refused("unreadable", "file")
        if part.filename.endswith((".xml", ".rels", ".vml")) and _declares(archive.read(part)):
            raise _hostile("entities")


def _declares(data: bytes) -> bool:
    """A DOCTYPE, in whatever encoding."""
    if b"\x00" in data[:8]:
        data = data.replace(b"\x00", b"")
    return bool(_DECLARATION.search(data))


def _hostile(what: str) -> Invalid:
    from engine.texts import text

    return refused("hostile", "file", what=text(f"importing.hostile.{what}"))
