"""The difference of two versions: sentences in groups, and what is painted on which side."""

from __future__ import annotations

import json
import re
from io import BytesIO

import pytest
from flask import Flask

from tests.office import Office, field, small_sop
from tests.webforms.desk import Desk
from tests.webforms.seen import desk, words

CHANGED = (
    small_sop(extra_field=field("lokasi", "Lokasi"))
    .replace('name="Memeriksa materi"', 'name="Memeriksa naskah"')
    .replace('name="Ketua Tim Kerja"', 'name="Kepala Dinas"')
    .replace("099 / SOP / 2026", "100 / SOP / 2026")
    .replace('id="Tayang"', 'id="Terbit"')
    .replace('"Tayang"', '"Terbit"')
    .replace(">Tayang<", ">Terbit<")
    .replace('name="Menayangkan"', 'name="Menerbitkan"')
)


@pytest.fixture
def reader(whole: Flask, open_office: Office) -> Desk:
    admin = desk(whole, open_office.tono)
    admin.send("/definitions", {"diagram": (BytesIO(CHANGED.encode()), "baru.bpmn")})
    return desk(whole, open_office.ani)


def painted(browser: Desk, query: str) -> dict[str, dict[str, str]]:
    page = browser.get(f"/definitions/kecil/difference?{query}")
    found = re.search(r'id="paint">(.*?)</script>', page.text)
    assert found
    paint: dict[str, dict[str, str]] = json.loads(found[1])
    return paint


def test_changes_are_told_in_groups_with_their_number(reader: Desk) -> None:
    seen = words(reader.get("/definitions/kecil/difference?from=1&to=2"))
    assert "Identitas 1 perubahan ~ diubah Nomor SOP: “099 / SOP / 2026” menjadi “100 / SOP / 2026”" in seen
    assert "Lajur 1 perubahan ~ diubah Lajur “Ketua Tim Kerja” berganti nama menjadi “Kepala Dinas”" in seen
    assert "~ diubah “Memeriksa materi” berganti nama menjadi “Memeriksa naskah”" in seen
    assert (
        "Formulir 1 perubahan + ditambah Formulir “Menyerahkan materi”: isian “Lokasi” (teks) ditambah"
        in seen
    )


def test_elements_are_painted_as_what_happened_to_them(reader: Desk) -> None:
    paint = painted(reader, "from=1&to=2")
    assert paint["before"]["Periksa"] == paint["after"]["Periksa"] == "changed"
    # A new field changes its step; the step itself is not new.
    assert paint["before"]["Serah"] == paint["after"]["Serah"] == "changed"
    assert paint["before"]["L2"] == paint["after"]["L2"] == "changed"
    # The same step under another id: each side by its own.
    assert (paint["before"]["Tayang"], paint["after"]["Terbit"]) == ("changed", "changed")


def test_the_other_way_round_what_was_added_is_removed(reader: Desk) -> None:
    seen = words(reader.get("/definitions/kecil/difference?from=2&to=1"))
    assert "− dihapus Formulir “Menyerahkan materi”: isian “Lokasi” dihapus" in seen


def test_without_a_choice_the_newest_is_compared_with_what_it_came_from(reader: Desk) -> None:
    assert "Perbedaan versi 1 dan 2" in words(reader.get("/definitions/kecil/difference"))


def test_two_equal_versions_say_so(reader: Desk) -> None:
    seen = words(reader.get("/definitions/kecil/difference?from=2&to=2"))
    assert "Tidak ada perbedaan" in seen
    assert "Letak unsur pada diagram tidak dihitung" in seen


def test_an_added_step_is_painted_on_its_side_only(whole: Flask, reader: Desk, open_office: Office) -> None:
    added = small_sop().replace(
        "<bpmn:endEvent",
        '<bpmn:userTask id="Arsip" name="Mengarsipkan"/>'
        '<bpmn:sequenceFlow id="f8" sourceRef="Tayang" targetRef="Arsip"/><bpmn:endEvent',
    )
    admin = desk(whole, open_office.tono)
    admin.send("/definitions", {"diagram": (BytesIO(added.encode()), "arsip.bpmn")})
    paint = painted(reader, "from=1&to=3")
    assert paint["after"]["Arsip"] == "added"
    assert "Arsip" not in paint["before"]
    back = painted(reader, "from=3&to=1")
    assert back["before"]["Arsip"] == "removed"
    assert "Arsip" not in back["after"]


@pytest.mark.parametrize("query", ["from=1&to=9", "from=9&to=1"])
def test_an_unknown_version_is_not_found(reader: Desk, query: str) -> None:
    assert reader.get(f"/definitions/kecil/difference?{query}").status_code == 404
    assert reader.get("/definitions/lain/difference").status_code == 404


def test_a_version_that_no_number_could_have_is_not_there(reader: Desk) -> None:
    for query in ("to=99999999999999999999", "from=99999999999999999999&to=2"):
        assert reader.get(f"/definitions/kecil/difference?{query}").status_code in {200, 404}
