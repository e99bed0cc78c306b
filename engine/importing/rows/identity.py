"""The block above the table: numbers, dates, who ratified, legal bases, and so on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from engine.bpmn.vocabulary import PROCESS
from engine.importing.cells.grid import Line
from engine.importing.cells.words import clean, one_line, plain
from engine.importing.rows.dates import date_of
from engine.importing.rows.office import read_office, split_ratified

#: Property of the process, by its key in the vocabulary → how it is labelled.
_WRITTEN: dict[str, tuple[str, ...]] = {
    "sop_number": (
        "nomor sop", "no sop", "nomor", "nomor dokumen", "no dokumen", "sop number", "sop no", "number",
    ),
    "created_on": (
        "tanggal pembuatan", "tgl pembuatan", "tanggal dibuat", "tgl dibuat", "date created", "creation date",
    ),
    "revised_on": ("tanggal revisi", "tgl revisi", "tanggal perubahan", "revision date", "date revised"),
    "ratified_on": (
        "tanggal pengesahan", "tgl pengesahan", "tanggal efektif", "tgl efektif",
        "tanggal pengesahan efektif", "tanggal terbit", "tgl terbit", "tanggal berlaku", "tanggal ditetapkan",
        "tanggal penetapan", "effective date", "date approved",
    ),
    "ratified_by": ("disahkan oleh", "disahkan", "pengesahan", "ditetapkan oleh", "approved by"),
    "title": ("nama sop", "judul sop", "judul", "nama prosedur", "sop", "sop title", "sop name", "title"),
    "legal_bases": ("dasar hukum", "legal basis"),
    "related_sops": ("keterkaitan", "keterkaitan sop", "keterkaitan dengan sop lain"),
    "warning": ("peringatan",),
    "qualifications": ("kualifikasi pelaksana", "kualifikasi pelaksanaan", "kualifikasi"),
    "equipment": (
        "peralatan perlengkapan", "peralatan dan perlengkapan", "peralatan",
        "perlengkapan peralatan", "perlengkapan",
    ),
    "record_keeping": ("pencatatan dan pendataan", "pencatatan", "pencatatan pendataan"),
    "unit": ("unit kerja", "nama unit", "satuan kerja", "instansi"),
}  # fmt: skip
#: No property: the name of the SOP itself.
NAME = "nama_sop"
#: Label → name of the property.
LABELS = {
    label: PROCESS[key].name if key in PROCESS else NAME
    for key, labels in _WRITTEN.items()
    for label in labels
}
_STARTS = {
    label: re.compile(
        r"[\s./&]+(?:dan\s+)?".join(map(re.escape, label.split())) + r"\.?\s*(:|\n|(?=\d\.)|$|\s)\s*",
        re.IGNORECASE,
    )
    for label in sorted(LABELS, key=len, reverse=True)
}
_FORM_OF = {prop.name: prop.form for prop in PROCESS.values()}
#: Boxes with a heading: their text may stand below it.
BLOCKS = {prop.name for prop in PROCESS.values() if prop.form == "items"} | {
    PROCESS[key].name for key in ("warning", "record_keeping")
}
_MAX_VALUE = 4000
_HEADED = re.compile(
    r"(?:tanggal|tgl|nomor|no|revisi|halaman|hal|kode|status|edisi|terbitan|date|sop)\b", re.IGNORECASE
)
_NUMBERED = re.compile(r"(?:^|(?<=[\s;.,)]))(?:\d{1,2}|[a-z])[.)]\s+(?=[A-Z“\"'(])")


def read_identity(lines: Sequence[Line], loose: Sequence[str] = ()) -> dict[str, str]:
    """Properties of the process by name, and NAME. What isn't there is left out."""
    found: dict[str, list[str]] = {}
    around: list[str] = []
    above: dict[int, list[str]] = {}
    for line in lines:
        texts = {c: cell.text for c, cell in enumerate(line) if not cell.left and not cell.above}
        _read_line(texts, found, around, above)
    for text in loose:
        label, rest = _label_at_start(text)
        if label and rest:
            found.setdefault(label, []).append(rest)
    identity = {name: _value(name, values) for name, values in found.items()}
    split_ratified(identity)
    read_office(identity, around, loose)
    return {key: value[:_MAX_VALUE] for key, value in identity.items() if value}


def left_out(lines: Sequence[Line]) -> Iterator[str]:
    """What has a heading of its own, and is none of an SOP's."""
    for line in lines:
        texts = [words for cell in line if not (cell.left or cell.above) and (words := clean(cell.text))]
        for head, value in pairwise([words for words in texts if words != ":"]):
            name = one_line(head).rstrip(" :")
            marked = head.endswith(":") or value.startswith(":") or ":" in texts or len(texts) == 2
            headed = _HEADED.match(name) or head.endswith(":") or value.startswith(":")
            short = len(name) <= 30 and len(name.split()) <= 4
            if marked and headed and short and not (_only_labels(name) or _label_at_start(head)[0]):
                yield f"{name} ({one_line(value).strip(' :')})"
                break


def _read_line(
    texts: Mapping[int, str], found: dict[str, list[str]], around: list[str], above: dict[int, list[str]]
) -> None:
    """A label's text stands in the cell to its right, in its own, or below it (`above`: column → labels)."""
    current: list[str] = []
    place = 0
    # A colon may stand in a column of its own.
    for c, words in ((c, words) for c, text in texts.items() if (words := clean(text)) != ":"):
        labels = _only_labels(words)
        label, rest = _label_at_start(words)
        if labels:
            current, place = labels, c
            above[c] = [each for each in labels if each in BLOCKS]
            for each in labels:
                found.setdefault(each, [])
        elif label and [label] != current and (current or rest):
            found.setdefault(label, []).append(rest)
            current, above[c] = [] if rest else [label], []
        elif words:
            known = current or above.get(c, [])
            for texts_of in [found[each] for each in known] or [around]:
                texts_of.append(words)
            if current:
                current, above[place] = [], []


def _only_labels(words: str) -> list[str]:
    """The labels of which a cell consists: "Tgl. Pengesahan Disahkan Oleh" is two."""
    text = re.sub(r"^\d+ ", "", plain(words))
    if not text or len(text) > 60:
        return []
    if text in LABELS:
        return [LABELS[text]]
    for split in (place for place, char in enumerate(text) if char == " "):
        first, second = text[:split], text[split + 1 :]
        if first in LABELS and second in LABELS and LABELS[first] != LABELS[second]:
            return [LABELS[first], LABELS[second]]
    return []


def _label_at_start(words: str) -> tuple[str, str]:
    """A label and its text in one cell: "Kualifikasi Pelaksana 1. Pendidikan …", "Nomor SOP : 032"."""
    for label, pattern in _STARTS.items():
        matched = pattern.match(words)
        if matched and (matched[1] == ":" or len(label) > 9 or "\n" in matched[0]):
            return LABELS[label], words[matched.end() :].strip(" :\n")
    return "", ""


def _value(name: str, values: Sequence[str]) -> str:
    text = "\n".join(value for value in values if value).strip(" :")
    form = _FORM_OF.get(name)
    if form == "items":
        return "\n".join(_items(text))
    if form == "day":
        return date_of(text)
    # Who ratified is parted below, by its lines.
    return text if name == PROCESS["ratified_by"].name else one_line(text)


def _items(text: str) -> Iterator[str]:
    """One line an item, without its number."""
    if len(_NUMBERED.findall(text)) >= 2 or _NUMBERED.match(text):
        parts: Sequence[str] = _NUMBERED.split(text)
    else:
        parts = text.splitlines()
    for part in parts:
        item = one_line(re.sub(r"^[-•*▪\s]+", "", part))
        if item:
            yield item
