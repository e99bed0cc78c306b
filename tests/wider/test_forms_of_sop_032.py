"""The forms of SOP 032 as the domain describes them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from engine.forms.fields import Field
from tests.processes.test_sop_032 import form
from tests.wider.conftest import domain_file

pytestmark = pytest.mark.wider

FORMS = {
    "step1_penyerahan_materi": "Serahkan_materi",
    "step2_seleksi": "Pilih_bahan",
    "step3_persetujuan": "Periksa_materi",
    "step4_penayangan": "Tayangkan",
}
#: What forms.json calls otherwise.
TYPES = {
    "per_channel_text": "textarea",
    "per_channel": "group",
    "readonly": {"pratinjau": "preview", "dasar_kewenangan": "authority"},
    "diff": "changes",
    "action": "print",
}
#: What language.md, which is newer, says otherwise.
NEWER = {
    "Takarir/teks (SRT atau ringkasan isi)": "Teks film (subtitle): file SRT atau ringkasan isi",
    "Takarir per kanal": "Takarir (caption) per kanal",
    "Persetujuan tertulis": "Persetujuan tertulis atau terekam",
    "Teks alternatif dan takarir tersedia": "Teks alternatif dan teks film (subtitle) tersedia",
    "Diisi sistem: Ketua Tim Kerja (lane SOP). Catatan: keluaran langkah 3 menyebut Kepala Dinas.": (
        "Diisi otomatis: pelaksana langkah 3 (Ketua Tim Kerja). "
        "Catatan: output langkah 3 menyebut Kepala Dinas."
    ),
}


def newer(text: str) -> str:
    return re.sub(r"\bbila\b", "jika", NEWER.get(text, text)).replace("Bila ", "Jika ")


def fields() -> Iterator[tuple[str, dict[str, Any], Field | None]]:
    for key, page in json.loads(domain_file("forms.json").read_text("utf-8")).items():
        for item in page["fields"]:
            ours = form(FORMS[key]).get(item["key"])
            yield item["key"], item, ours
            parts = {each.name: each for each in ours.parts} if ours else {}
            for part in item.get("item", ()):
                yield f"{item['key']}.{part['key']}", part, parts.get(part["key"])


def test_every_field_is_as_the_domain_says(subtests: pytest.Subtests) -> None:
    for name, wanted, ours in fields():
        with subtests.test(name):
            is_as_wanted(name, wanted, ours)


def is_as_wanted(name: str, wanted: dict[str, Any], ours: Field | None) -> None:
    assert ours is not None
    assert (ours.label, ours.help) == (newer(wanted["label"]), newer(wanted["help"]))
    kind = TYPES.get(wanted["type"], wanted["type"])
    assert ours.type == (kind[name] if isinstance(kind, dict) else kind)
    # The checklist of step 2 is complete, or what is missing is explained: a condition, not just "required".
    assert ours.required is (wanted["required"] and name != "daftar_periksa")
    options = wanted.get("options") or wanted.get("items")
    if options:
        assert [option.label for option in ours.options] == [newer(option) for option in options]
    if name != "uraian_perubahan":  # unlimited there; no text may be
        assert (ours.min_length, ours.max_length) == (wanted.get("min"), wanted.get("max"))
    assert (ours.min_items, ours.max_items, ours.warn_over) == (
        wanted.get("min_items"),
        wanted.get("max_items"),
        wanted.get("warn_over"),
    )
    if "accept" in wanted:
        assert list(ours.accept) == wanted["accept"]
    if "max_mb" in wanted:
        assert ours.max_mb == wanted["max_mb"]
    if "min_px" in wanted:
        assert list(ours.min_pixels or ()) == wanted["min_px"]
    assert bool(ours.required_if) is ("required_if" in wanted or name == "daftar_periksa")
    assert ours.restricted is (wanted.get("akses") == "terbatas")
    assert set(wanted.get("lint", ())) <= set(ours.detect)
