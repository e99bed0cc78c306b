"""The forms of SOP 032 as somebody finds them in the middle of an instance, for tests of how
they are drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import html

from engine.bpmn.diagram import read_diagram
from engine.errors import InvalidAnswers, Problem
from engine.forms.read import read_answers
from tests.engine.forms.conftest import SOP_032, photo, scope
from webforms.html_form import FormView

DIAGRAM = read_diagram(SOP_032.read_bytes())
FORMS = [step.form for step in DIAGRAM.steps.values()]
Typed = Mapping[str, Sequence[str]]
DATA = {
    "foto": [
        {
            "file": "a",
            "name": "a.jpg",
            "type": "image/jpeg",
            "keterangan": "Penyerahan",
            "dasar_persetujuan": "tertulis",
        },
        {
            "file": "b",
            "name": "b.jpg",
            "type": "image/jpeg",
            "keterangan": "Anak",
            "dasar_persetujuan": "belum",
        },
    ],
    "video": [{"file": "v", "name": "v.mp4", "type": "video/mp4", "keterangan": "Pelatihan"}],
    "kanal": ["website", "x"],
    "pilih_media": ["a"],
    "judul_tayang": "Penyerahan <kursi>",
    "isi_berita": "**Isi**",
    "takarir_kanal": {"website": "w", "x": "Takarir X"},
}
TYPED = {
    "kutipan.0.nama": ["Ani"],
    "foto.0.file": ["a"],
    "foto.3.file": ["b"],
    "kanal": ["x"],
    "pilih_media": ["v"],
    "takarir_kanal.x": ["abc"],
    "hasil_kanal.x.status": ["gagal"],
}


def view_of(step: str, typed: Typed = TYPED, **more: Any) -> FormView:
    settings: dict[str, Any] = {
        "language": "id",
        "forms": FORMS,
        "lane": DIAGRAM.steps[step].lane,
        "task": 7,
        "draft_url": "/d",
        "draft_key": "07" * 32,
    }
    done = {"Periksa_materi": datetime(2026, 11, 23, 2, 0, tzinfo=UTC)}
    files = [photo("a"), photo("b", state="checking")]
    return FormView(
        DIAGRAM.steps[step].form, typed, scope=scope(*files, data=DATA, done=done), **{**settings, **more}
    )


def problems_of(step: str, typed: Typed) -> dict[str, Problem]:
    with pytest.raises(InvalidAnswers) as refused:
        read_answers(DIAGRAM.steps[step].form, typed, scope(data=DATA))
    return refused.value.problems


def ids(root: html.HtmlElement) -> list[str]:
    return [
        element.get("id") for element in root.iter() if isinstance(element.tag, str) and element.get("id")
    ]
