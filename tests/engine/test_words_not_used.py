"""Words that officials do not read, with what stands instead: catalogues, manual, the forms of SOP 032."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from engine.bpmn.xml import parse_xml
from engine.texts import catalogue
from tests.conftest import ROOT

#: What is looked for in Indonesian texts → what stands instead.
INDONESIAN = {
    r"(?<!\{)\blanes?\b(?!\})|(?<!\{)\bdeadline\b": "pelaksana, tenggat",
    r"\btasks?\b|\busers?\b": "tugas, pengguna",
    r"\{\w+\} [jmd]\b|\b\d+ [jmd]\b": "jam, menit, detik",
    r"(?<!uraian )(?<!tabel )(?<!operasional )\bprosedur(nya)?\b": "SOP",
    r"jabatan di alur": "hak akses",
    r"admin proses": "Pengelola SOP",
    r"\bpenyimpangan\b": "di luar alur SOP",
    r"\b(di)?tarik berkas|berkas.{0,20}\b(di|me)n?tarik\b": "batalkan, dibatalkan",
    r"(?<!unggahan yang )\bterhenti\b": "tertahan",
    r"putaran (ulang|ke-|sebelumnya|berikutnya)": "dikembalikan untuk perbaikan, pengajuan ke-n",
    r"batas \(mutu baku\)": "Tenggat",
    r"(?-i:\bKeadaan\b)|semua keadaan": "Status",
    r"(?-i:\bKeluaran\b)": "Output",
    r"\bpratayang\b": "pratinjau",
    r"belum pernah ditinjau": "belum pernah direvisi",
    r"kolom “\{(field|before)\}”": "isian",
    r"\((lajur|lane) sop\)": "pelaksana menurut SOP",
    r"\bdugaan\b": "asumsi",
    r"\borang itu\b|tambah orang": "pegawai tersebut, tambah pengguna",
    r"\bputusan\b": "keputusan",
    r"peristiwa berantai": "catatan, rantai utuh",
    r"\bbila\b": "jika",
    r"\bkini\b": "saat ini, sekarang",
    r"\blewat (sejak|waktu|\d|\{time\})|waktu lewat\b": "terlambat, terlampaui",
    r"dari norma|dalam norma|melewati norma": "(norma …), sesuai norma, melebihi norma",
    r"^tidak dikerjakan$": "dilewati",
    r"\d – \d": "1–2 jam",
    r"(?-i:^Dimulai \{who)": "Dimulai oleh",
    r"juga yang ditolak": "termasuk yang ditolak",
    r"diisi sistem": "Diisi otomatis",
    r"persetujuan tertulis(?! atau terekam)": "persetujuan tertulis atau terekam",
}  # fmt: skip
ENGLISH = {
    r"\{time\} over\b|over the norm of": "late, (norm …)",
    r"^not done$": "skipped",
}  # fmt: skip


def _catalogue(language: str) -> Iterator[tuple[str, str]]:
    for key, entry in catalogue(language).items():
        yield from ((key, form) for form in (entry.values() if isinstance(entry, dict) else [entry]))


def _manual(language: str) -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "webforms" / "manual" / language).glob("*.md")):
        # What a file or a diagram says stands between backticks; where a link leads is no word.
        for line in re.sub(
            r"```.*?```|`[^`]*`|\]\([^)]*\)", "", path.read_text("utf-8"), flags=re.DOTALL
        ).splitlines():
            yield path.name, line


def _forms() -> Iterator[tuple[str, str]]:
    """Labels, choices, help and messages; an SOP's own text is its owner's."""
    for path in sorted((ROOT / "processes").glob("*.bpmn")):
        for element in parse_xml(path.read_bytes()).iter():
            kind = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
            for name in {"formField": ["label"], "value": ["name"], "property": ["value"]}.get(kind, []):
                if kind != "property" or re.match(r"bantuan|pesan", element.get("id", "")):
                    yield f"{path.name}:{element.sourceline}", element.get(name, "")


def _places(words: dict[str, str], texts: Iterator[tuple[str, str]]) -> list[str]:
    found = [(re.compile(word, re.IGNORECASE), instead) for word, instead in words.items()]
    return [
        f"{place}: {text!r}: say {instead}"
        for place, text in texts
        for word, instead in found
        if word.search(text)
    ]


@pytest.mark.parametrize(
    "texts", [_catalogue("id"), _manual("id"), _forms()], ids=["catalogue", "manual", "forms"]
)
def test_no_indonesian_text_says_a_word_that_is_not_used(texts: Iterator[tuple[str, str]]) -> None:
    assert _places(INDONESIAN, texts) == []


@pytest.mark.parametrize("texts", [_catalogue("en"), _manual("en")], ids=["catalogue", "manual"])
def test_no_english_text_says_a_word_that_is_not_used(texts: Iterator[tuple[str, str]]) -> None:
    assert _places(ENGLISH, texts) == []


@pytest.mark.parametrize(
    "text", ["Lane", "2 j", "lewat 7 menit", "Penyimpangan", "Keadaan", "Isi bila perlu"]
)
def test_a_word_that_is_not_used_is_found(text: str) -> None:
    assert len(_places(INDONESIAN, iter([("here", text)]))) == 1
