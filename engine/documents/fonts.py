"""The fonts of papers: those of typst, two of ours for what they lack, and the office's own.

A paper prints each character with a real glyph; one that no font has is written out as its number, [U+4E2D].
`without_glyph` asks typst itself, which is the only one to know what it falls back to.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson

#: Javanese script, and symbols and pictures: typst's own fonts have neither.
_OURS = Path(str(files("engine.documents"))) / "fonts"
#: Behind the paper's font, in this order; typst has the first four.
_BEHIND = (
    "Libertinus Serif",
    "New Computer Modern",
    "DejaVu Sans Mono",
    "New Computer Modern Math",
    "Noto Sans Javanese",
    "Noto Emoji",
)
#: What all fonts have: nobody has to ask.
_USUAL = frozenset(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2028)]))
#: A character that is none has the picture of a missing one.
_NONE = "\U0010fffd"
_PROBE = """#let letters = json(bytes(sys.inputs.data))
#set page(width: 60pt, height: 60pt, margin: 8pt)
#set text(font: json(bytes(sys.inputs.fonts)), size: 10pt)
#for (n, letter) in letters.enumerate() { if n > 0 { pagebreak() }; letter }
"""


def families(paths: Collection[Path]) -> list[str]:
    """The names of the fonts in those files' folders."""
    import typst

    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=_folders(paths))
    return list(found.families())


def chain(font: str) -> list[str]:
    """The paper's font and those behind it."""
    return list(dict.fromkeys([font, *_BEHIND]))


@lru_cache(maxsize=4)
def known(font_files: tuple[str, ...]) -> Any:
    """All fonts that a paper may have, for typst's compiler."""
    import typst

    folders = [str(_OURS), *_folders(map(Path, font_files))]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)


def _folders(of: Iterable[Path]) -> list[str]:
    return sorted({str(path.parent) for path in of})


def legible(data: Any, font: str, font_files: Sequence[str] = ()) -> Any:
    """The same data; a character without a glyph as its number."""
    letters = {letter for words in _texts(data) for letter in words} - _USUAL
    missing = without_glyph(frozenset(letters), font, tuple(font_files))
    return _replaced(data, {ord(letter): f"[U+{ord(letter):04X}]" for letter in missing}) if missing else data


@lru_cache(maxsize=64)
def without_glyph(letters: frozenset[str], font: str, font_files: tuple[str, ...] = ()) -> frozenset[str]:
    """Those that would be printed as boxes. A tenth of a millisecond each."""
    import typst

    # What is not drawn has no picture: spaces, controls, marks of direction.
    ordered = sorted(
        letter for letter in letters if unicodedata.category(letter) not in {"Cc", "Cf", "Zs", "Zl"}
    )
    if not ordered:
        return frozenset()
    # A mark stands on a letter.
    shown = [f"a{each}" if unicodedata.category(each).startswith("M") else each for each in (_NONE, *ordered)]
    inputs = {"data": orjson.dumps(shown).decode(), "fonts": orjson.dumps(chain(font)).decode()}
    compiler = typst.Compiler(_PROBE.encode(), sys_inputs=inputs, font_paths=known(font_files))
    made = compiler.compile(format="svg")
    drawn_on = made if isinstance(made, list) else [made or b""]
    pages = [set(re.findall(rb'<symbol[^>]*><path d="([^"]+)"', page)) for page in drawn_on]
    return frozenset(each for each, drawn in zip(ordered, pages[1:], strict=True) if drawn & pages[0])


def _texts(data: Any) -> Iterable[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _texts(value)


def _replaced(data: Any, table: dict[int, str]) -> Any:
    if isinstance(data, str):
        return data.translate(table)
    if isinstance(data, dict):
        return {name: _replaced(value, table) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_replaced(value, table) for value in data]
    return data
