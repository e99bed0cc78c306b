"""The block above the procedure: numbers, dates, who ratified, legal bases, and so on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from engine.bpmn.sop_table.dates import date_of
from engine.bpmn.sop_table.model import Line
from engine.bpmn.sop_table.office import read_office, split_ratified
from engine.bpmn.sop_table.words import clean, one_line, plain

#: Property → how it is labelled.
_WRITTEN: dict[str, tuple[str, ...]] = {
    "nomor_sop": (
        "nomor sop", "no sop", "nomor", "nomor dokumen", "no dokumen", "sop number", "sop no", "number",
    ),
    "tgl_pembuatan": (
        "tanggal pembuatan", "tgl pembuatan", "tanggal dibuat", "tgl dibuat", "date created", "creation date",
    ),
    "tgl_revisi": ("tanggal revisi", "tgl revisi", "tanggal perubahan", "revision date", "date revised"),
    "tgl_pengesahan": (
        "tanggal pengesahan", "tgl pengesahan", "tanggal efektif", "tgl efektif",
        "tanggal pengesahan efektif", "tanggal terbit", "tgl terbit", "tanggal berlaku", "tanggal ditetapkan",
        "tanggal penetapan", "effective date", "date approved",
    ),
    "disahkan_oleh": ("disahkan oleh", "disahkan", "pengesahan", "ditetapkan oleh", "approved by"),
    "nama_sop": ("nama sop", "judul sop", "judul", "nama prosedur", "sop", "sop title", "sop name", "title"),
    "dasar_hukum": ("dasar hukum", "legal basis"),
    "keterkaitan": ("keterkaitan", "keterkaitan sop", "keterkaitan dengan sop lain"),
    "peringatan": ("peringatan",),
    "kualifikasi_pelaksana": ("kualifikasi pelaksana", "kualifikasi pelaksanaan", "kualifikasi"),
    "peralatan": (
        "peralatan perlengkapan", "peralatan dan perlengkapan", "peralatan",
        "perlengkapan peralatan", "perlengkapan",
    ),
    "pencatatan": ("pencatatan dan pendataan", "pencatatan", "pencatatan pendataan"),
    "unit_kerja": ("unit kerja", "nama unit", "satuan kerja", "instansi"),
}  # fmt: skip
LABELS = {label: name for name, labels in _WRITTEN.items() for label in labels}
_STARTS = {
    label: re.compile(
        r"[\s./&]+(?:dan\s+)?".join(map(re.escape, label.split())) + r"\.?\s*(:|\n|(?=\d\.)|$|\s)\s*",
        re.IGNORECASE,
    )
    for label in sorted(LABELS, key=len, reverse=True)
}
LISTS = {"dasar_hukum", "keterkaitan", "kualifikasi_pelaksana", "peralatan"}
#: Boxes with a heading: their text may stand below it.
BLOCKS = LISTS | {"peringatan", "pencatatan"}
_LONGEST = 4000
_HEADED = re.compile(
    r"(?:tanggal|tgl|nomor|no|revisi|halaman|hal|kode|status|edisi|terbitan|date|sop)\b", re.IGNORECASE
)
_NUMBERED = re.compile(r"(?:^|(?<=[\s;.,)]))(?:\d{1,2}|[a-z])[.)]\s+(?=[A-Z“\"'(])")


def read_identity(lines: Sequence[Line], loose: Sequence[str] = ()) -> dict[str, str]:
    """Properties of the process, and `nama_sop`. What isn't there is left out."""
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
    identity = {key: _value(key, values) for key, values in found.items()}
    split_ratified(identity)
    read_office(identity, around, loose)
    return {key: value[:_LONGEST] for key, value in identity.items() if value}


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
                yield f"{name} ({one_line(value).strip(' :')[:40]})"
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


def _value(key: str, values: Sequence[str]) -> str:
    text = "\n".join(value for value in values if value).strip(" :")
    if key in LISTS:
        return "\n".join(_items(text))
    if key.startswith("tgl_"):
        return date_of(text)
    if key == "disahkan_oleh":
        return text
    return one_line(text)


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
