"""The block above the procedure: numbers, dates, who ratified, legal bases, and so on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from engine.bpmn.sop_table.model import Line
from engine.bpmn.sop_table.words import clean, one_line, plain

#: Property → how it is labelled.
_WRITTEN: dict[str, tuple[str, ...]] = {
    "nomor_sop": ("nomor sop", "no sop", "nomor", "nomor dokumen"),
    "tgl_pembuatan": ("tanggal pembuatan", "tgl pembuatan", "tanggal dibuat"),
    "tgl_revisi": ("tanggal revisi", "tgl revisi"),
    "tgl_pengesahan": (
        "tanggal pengesahan", "tgl pengesahan", "tanggal efektif", "tgl efektif",
        "tanggal pengesahan efektif",
    ),
    "disahkan_oleh": ("disahkan oleh", "disahkan", "pengesahan"),
    "nama_sop": ("nama sop", "judul sop", "judul", "nama prosedur"),
    "dasar_hukum": ("dasar hukum",),
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
LISTS = {"dasar_hukum", "keterkaitan", "kualifikasi_pelaksana", "peralatan"}
#: Boxes with a heading: their text may stand below it.
BLOCKS = LISTS | {"peringatan", "pencatatan"}
_LONGEST = 4000
_MONTHS = (
    "januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober",
    "november", "desember",
)  # fmt: skip
_DATE = re.compile(r"\b(\d{1,2})[ ./-]+([A-Za-z]{3,9}|\d{1,2})[ ./-]+(\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b")
_NIP = re.compile(r"NIP\.?\s*:?\s*([\d ]{18,24})", re.IGNORECASE)
_RANK = re.compile(
    r"\b((?:Pembina|Penata|Pengatur|Juru)(?:\s+(?:Utama|Tingkat|Tk\.?|Muda|Madya|"
    r"I))*)\s*[,(]?\s*((?:I|II|III|IV)\s*/\s*[a-e])?\)?"
)
_TITLED = re.compile(
    r"((?:(?:Drs?a?|Ir|H|Hj|Prof|"
    r"KH)\.,?\s+)*[A-Z][A-Za-z.'’ ]{3,60}?(?:,\s*(?:[A-Z][A-Za-z]{0,5}\.)+(?:[A-Z][A-Za-z]{0,6}\.?)*)+)"
)
_OFFICE = re.compile(
    r"(PEMERINTAH (?:KABUPATEN|KOTA|PROVINSI|DAERAH)(?: [A-Z]{3,}){1,4}?) ((?:DINAS|BADAN|"
    r"KECAMATAN|SEKRETARIAT|KELURAHAN|INSPEKTORAT|KAPANEWON|KANTOR|RUMAH SAKIT|SATUAN|"
    r"BAGIAN)(?: [A-Z,]{2,})*)"
)
_HEAD = re.compile(
    r"\b((?:Plt\.? )?(?:Kepala|KEPALA|Sekretaris|SEKRETARIS|Camat|CAMAT|Direktur|DIREKTUR|"
    r"Inspektur|INSPEKTUR|Bupati|BUPATI|Lurah|LURAH)"
    r"(?: (?!(?:Drs?a?|Ir|Hj?|Prof|KH)\b)[A-Z][A-Za-z]+){0,6})")  # fmt: skip
_LINE_STARTS = re.compile(
    r"\s+(?=(?:Jl\. |Jalan |Daerah Istimewa |Provinsi |Telp|Telepon |Email|E-mail|Surel))"
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
    _split_ratified(identity)
    _read_office(identity, around)
    return {key: value[:_LONGEST] for key, value in identity.items() if value}


def _read_line(
    texts: Mapping[int, str], found: dict[str, list[str]], around: list[str], above: dict[int, list[str]]
) -> None:
    """A label's text stands in the cell to its right, in its own, or below it (`above`: column → labels)."""
    current: list[str] = []
    place = 0
    for c, words in ((c, clean(text)) for c, text in texts.items()):
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
    for label in sorted(LABELS, key=len, reverse=True):
        pattern = r"[\s./&]+(?:dan\s+)?".join(re.escape(word) for word in label.split())
        matched = re.match(rf"{pattern}\.?\s*(:|\n|(?=\d\.)|$|\s)\s*", words, re.IGNORECASE)
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


def date_of(text: str) -> str:
    """ISO date of the first date in a text; empty when there is none."""
    for found in _DATE.finditer(text):
        day, month, year, iso_year, iso_month, iso_day = found.groups()
        if iso_year:
            parts = (int(iso_year), int(iso_month), int(iso_day))
        else:
            parts = (int(year), int(month) if month.isdigit() else _month(month), int(day))
        if 1 <= parts[1] <= 12 and 1 <= parts[2] <= 31:
            return f"{parts[0]:04}-{parts[1]:02}-{parts[2]:02}"
    return ""


def _month(name: str) -> int:
    start = (
        name.casefold()
        .replace("ags", "agu")
        .replace("agt", "agu")
        .replace("nop", "nov")
        .replace("pebr", "febr")[:3]
    )
    start = {"may": "mei", "aug": "agu", "oct": "okt", "dec": "des", "peb": "feb"}.get(start, start)
    return next((n for n, month in enumerate(_MONTHS, 1) if month.startswith(start)), 0)


def _split_ratified(identity: dict[str, str]) -> None:
    """The ratifier's cell holds a date, an office, a rank, a name and a number, in any order."""
    text = " ".join(identity.pop("disahkan_oleh", "").split())
    if not text:
        return
    if not identity.get("tgl_pengesahan"):
        identity["tgl_pengesahan"] = date_of(text)
    text = _DATE.sub(" ", text)
    if nip := _NIP.search(text):
        identity["disahkan_nip"] = re.sub(r"\D", "", nip[1])[:18]
        text = text.replace(nip[0], " ")
    if rank := _RANK.search(text):
        identity["disahkan_pangkat"] = ", ".join(part for part in (rank[1].strip(), rank[2]) if part)
        text = text.replace(rank[0], " | ")
    if office := _OFFICE.search(text):
        identity.setdefault("unit_kerja", _unit(office))
        text = text.replace(office[0], " | ")
    if head := _HEAD.search(text.split("|")[0]):
        identity["disahkan_jabatan"] = _titled(head[1])
        text = text.replace(head[0], " | ")
    name = _TITLED.search(text)
    if name:
        identity["disahkan_oleh"] = " ".join(name[1].split())
    else:
        parts = [" ".join(part.strip(" ,.:;").split()) for part in text.split("|")]
        identity["disahkan_oleh"] = max(parts, key=len, default="")


def _read_office(identity: dict[str, str], around: Sequence[str]) -> None:
    """The letterhead stands in cells without a label."""
    for text in around:
        office = _OFFICE.search(one_line(text))
        if office and "alamat_unit" not in identity:
            identity["unit_kerja"] = identity.get("unit_kerja") or _unit(office)
            named = one_line(office[0])
            rest = [line for line in text.splitlines() if not _OFFICE.search(line) and line not in named]
            address = _LINE_STARTS.sub("\n", " ".join(rest)).strip()
            if address:
                identity["alamat_unit"] = address


def _unit(office: re.Match[str]) -> str:
    """PEMERINTAH KABUPATEN BANTUL DINAS SOSIAL → Dinas Sosial Kabupaten Bantul"""
    place = office[1].removeprefix("PEMERINTAH ").removeprefix("DAERAH ")
    return _titled(f"{office[2].strip()} {place}")


def _titled(text: str) -> str:
    small = {"dan", "di", "atas"}
    if sum(word.isupper() for word in text.split()) * 2 <= len(text.split()):
        return text  # "Kepala Dinas PUPR" is written as it should be
    return " ".join(
        w.lower() if w.lower() in small else w.capitalize() if w.isupper() else w for w in text.split()
    )
