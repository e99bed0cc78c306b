"""The tables of the page `diagram`: what the vocabulary of the diagram says of each property."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.bpmn.reference import Row, Section, reference
from engine.texts import text

_HEADS = ("property", "meaning", "value", "checks")
_MARKS = re.compile(r"[\\`*_\[\]<>|]")


def reference_tables(language: str) -> str:
    """Markdown to stand in the page: a heading with its anchor and a table for each thing with properties."""
    return "\n\n".join(_table(section, language) for section in reference(language) if section.rows)


def _table(section: Section, language: str) -> str:
    elements = ", ".join(f"`{name}`" for name in section.elements)
    heads = [text(f"help.reference.{head}", language) for head in _HEADS]
    lines = [
        f"### {section.title} {{#properties-{section.place}}}\n",
        f"{_plain(section.meaning)} {elements}\n",
        _line(heads),
        _line(["---"] * len(heads)),
        *(_line(_cells(row, language)) for row in section.rows),
    ]
    return "\n".join(lines)


def _cells(row: Row, language: str) -> list[str]:
    values = f" ({', '.join(map(_code, row.values))})" if row.values else ""
    example = text("help.reference.example", language, example=_code(row.example))
    return [
        f"{_code(row.name)} {_plain(row.written)}",
        _plain(f"{row.label}. {row.meaning}"),
        f"{_plain(row.value)}{values}; {example}{_types(row, language)}",
        _plain(" ".join(row.checks) or text("help.reference.free", language)),
    ]


def _types(row: Row, language: str) -> str:
    if not row.types:
        return ""
    return f"; {text('help.reference.types', language, types=', '.join(map(_code, row.types)))}"


def _plain(words: str) -> str:
    """Words that are no Markdown."""
    return _MARKS.sub(r"\\\g<0>", words)


def _code(words: str) -> str:
    return f"`{words.replace('|', chr(92) + '|')}`"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(' '.join(cell.split()) for cell in cells)} |"
