"""What running instances do after another version came into force: the dry run, the order, how far it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from engine.database import reading, transaction
from engine.definitions import releases
from engine.instances import moving
from engine.tables.instances import Instance
from tests.office import Office, small_sop
from tests.webforms.desk import Desk
from tests.webforms.seen import addresses, buttons, desk, words

MOVES = "/definitions/kecil/versions/2/moves"
#: The editor's step is another one, under another name and id, behind a step that is new.
OTHER = (
    small_sop()
    .replace('"Pilih"', '"Susun"')
    .replace(">Pilih<", ">Susun<")
    .replace('value="Serah Pilih"', 'value="Serah Susun"')
    .replace('name="Memilih bahan"', 'name="Menyusun naskah"')
    .replace(
        "<bpmn:endEvent",
        '<bpmn:userTask id="Terima" name="Menerima bahan"/>'
        '<bpmn:sequenceFlow id="n1" sourceRef="Terima" targetRef="Susun"/><bpmn:endEvent',
    )
    .replace('sourceRef="Serah" targetRef="Susun"', 'sourceRef="Serah" targetRef="Terima"')
    .replace("<bpmn:flowNodeRef>Susun", "<bpmn:flowNodeRef>Terima</bpmn:flowNodeRef><bpmn:flowNodeRef>Susun")
)


@dataclass
class Desks:
    office: Office
    admin: Desk
    #: An instance that waits for approval, and one that waits for its editor.
    approval: int
    editing: int

    def version_of(self, instance: int) -> int:
        with reading() as session:
            return session.get_one(Instance, instance).version.number

    def order(self, **typed: str | list[str]) -> TestResponse:
        """Of who agrees that an instance passes by a new step."""
        answer = self.admin.send(MOVES, {"skipping": "1", **typed})
        assert answer.status_code == 302
        return self.admin.get(answer.headers["Location"])


@pytest.fixture
def desks(whole: Flask, open_office: Office) -> Desks:
    office = open_office
    editing = office.start()
    office.do(editing, "Serah", by=office.siti, judul="Pasar murah")
    approval = office.to_approval()
    with transaction() as session:
        releases.deploy(session, OTHER.encode(), "lain.bpmn")
    return Desks(office, desk(whole, office.tono), approval, editing)


def source_of(desks: Desks) -> str:
    """Id of the version that the instances follow, as the page's fields name it."""
    found = re.search(r'name="map\.(\d+)\.Pilih"', desks.admin.get(MOVES).text)
    assert found
    return found[1]


def test_every_running_instance_is_listed_with_can_or_the_reason(desks: Desks) -> None:
    seen = words(desks.admin.get(MOVES))
    assert "2 berkas pada versi lain 1 bisa dipindahkan 1 tidak bisa" in seen
    assert "1 berkas: langkahnya tidak ada lagi" in seen
    assert "Memilih bahan tidak bisa langkah “Memilih bahan” tidak ada lagi" in seen
    assert "Memeriksa materi bisa" in seen
    assert "Pasar murah" in words(desks.admin.get(f"{MOVES}?stuck=1"))
    assert "Bakti sosial" not in words(desks.admin.get(f"{MOVES}?stuck=1"))


def test_they_stay_unless_somebody_orders_otherwise(desks: Desks) -> None:
    page = desks.admin.get(MOVES)
    assert "setiap berkas tetap pada versinya sampai selesai" in words(page)
    moving.work_off()
    assert {desks.version_of(instance) for instance in (desks.approval, desks.editing)} == {1}


def test_all_that_can_are_moved_and_the_rest_says_why_not(desks: Desks) -> None:
    waiting = desks.order()
    assert "0 dari 2 berkas sudah diperiksa" in words(waiting)
    assert "Hentikan" in buttons(waiting)
    moving.work_off()
    seen = words(desks.admin.get(waiting.request.path))
    assert "2 dari 2 berkas sudah diperiksa" in seen
    assert "1 dipindahkan 1 tetap seperti semula" in seen
    assert "Pasar murah" in seen
    assert "langkah “Memilih bahan” tidak ada lagi" in seen
    assert (desks.version_of(desks.approval), desks.version_of(desks.editing)) == (2, 1)


def test_the_page_of_progress_renews_itself_only_when_something_happened(desks: Desks) -> None:
    page = desks.order()
    tag = re.search(r"data-live-tag=\"([^\"]+)\"", page.text)
    assert tag
    path = f"{page.request.path}?live"
    asked = {"If-None-Match": tag[1].replace("&#34;", '"')}
    assert desks.admin.get(path, headers=asked).status_code == 304
    moving.work_off()
    fresh = desks.admin.get(path, headers=asked)
    assert fresh.status_code == 200
    assert "2 dari 2 berkas" in words(fresh)


def test_a_counterpart_that_the_admin_names_is_checked_and_used(desks: Desks) -> None:
    field = f"map.{source_of(desks)}.Pilih"
    page = desks.admin.get(MOVES, query_string={field: "Susun"})
    assert "2 bisa dipindahkan 0 tidak bisa" in words(page)
    assert "Padanan telah diperbaiki" in words(page)
    assert f'<input type="hidden" name="{field}" value="Susun">' in page.text
    desks.order(**{field: "Susun"})
    moving.work_off()
    assert desks.version_of(desks.editing) == 2
    assert desks.office.task(desks.editing).name == "Menyusun naskah"
    story = words(desks.admin.get("/definitions/kecil/versions/2"))
    assert "“Memilih bahan” menjadi “Menyusun naskah” · ditetapkan Tono 3 langkah lain tetap" in story


def test_a_step_without_counterpart_is_told_in_the_story(whole: Flask, desks: Desks) -> None:
    desks.order()
    told = "Padanan langkah dari versi 1: “Memilih bahan” tanpa padanan: berkasnya tetap"
    assert told in words(desks.admin.get("/definitions/kecil/versions/2"))
    assert told in words(desk(whole, desks.office.eko).get("/audit?event=version."))


def test_what_is_found_anyway_is_no_correction(desks: Desks) -> None:
    same = {f"map.{source_of(desks)}.Periksa": "Periksa", f"map.{source_of(desks)}.Pilih": ""}
    assert "Padanan telah diperbaiki" not in words(desks.admin.get(MOVES, query_string=same))


def test_a_counterpart_that_cannot_be_keeps_the_instance(desks: Desks) -> None:
    field = f"map.{source_of(desks)}.Pilih"
    for target in ("Entah", "Selesai", "Disetujui"):
        assert "1 tidak bisa" in words(desks.admin.get(MOVES, query_string={field: target})), target
    spoilt = {"map.x.y": "z", "map.1": "", "map.999.Pilih": "a"}
    assert desks.admin.get(MOVES, query_string=spoilt).status_code == 200


def test_only_the_chosen_are_moved(desks: Desks) -> None:
    third = desks.office.start()
    # It follows version 2 from its start: only instances of other versions are offered.
    assert f'value="{third}"' not in desks.admin.get(MOVES).text
    desks.order(chosen="1", instance=[str(desks.approval)])
    moving.work_off()
    assert (desks.version_of(desks.approval), desks.version_of(desks.editing)) == (2, 1)


def test_choosing_none_orders_nothing(desks: Desks) -> None:
    answer = desks.admin.send(MOVES, {"chosen": "1"}, follow_redirects=True)
    assert "Pilih dahulu berkas yang akan dipindahkan" in words(answer)
    assert "Pemindahan ke versi ini" not in words(answer)


def test_numbers_that_no_instance_has_are_left_out(desks: Desks) -> None:
    beyond = "9" * 30
    assert desks.admin.get(f"{MOVES}?after={beyond}").status_code == 200
    path = desks.order(chosen="1", instance=[beyond, str(desks.approval)]).request.path
    assert desks.admin.get(f"{path}?after={beyond}").status_code == 200
    moving.work_off()
    assert desks.version_of(desks.approval) == 2


def test_a_move_can_be_stopped_and_go_on(desks: Desks) -> None:
    path = desks.order().request.path
    stopped = desks.admin.send(f"{path}/stop", follow_redirects=True)
    assert "Dihentikan" in words(stopped)
    assert "Lanjutkan" in buttons(stopped)
    moving.work_off()
    assert desks.version_of(desks.approval) == 1
    again = words(desks.admin.send(f"{path}/stop", follow_redirects=True))
    assert "Status" in again
    desks.admin.send(f"{path}/resume")
    moving.work_off()
    assert desks.version_of(desks.approval) == 2


def test_the_page_of_the_version_leads_there(desks: Desks) -> None:
    assert MOVES in addresses(desks.admin.get("/definitions/kecil/versions/2"))
    assert "Pemindahan ke versi ini" in words(_then(desks, desks.order()))


def test_putting_in_force_asks_what_running_instances_do(desks: Desks) -> None:
    answer = desks.admin.send("/definitions/kecil/versions/1/activate")
    # All running instances follow it already.
    assert answer.headers["Location"] == "/definitions/kecil/versions/1"
    answer = desks.admin.send("/definitions/kecil/versions/2/activate")
    assert answer.headers["Location"] == MOVES


def test_nothing_to_move_is_said(desks: Desks) -> None:
    desks.admin.send("/definitions/kecil/versions/1/activate")
    seen = words(desks.admin.get("/definitions/kecil/versions/1/moves"))
    assert "Tidak ada berkas yang perlu dipindahkan" in seen


def test_only_process_admins_move_instances(whole: Flask, desks: Desks) -> None:
    path = desks.order().request.path
    office = desks.office
    for actor in (office.siti, office.wati, office.eko):
        browser = desk(whole, actor)
        assert MOVES not in addresses(browser.get("/definitions/kecil/versions/2")), actor.name
        assert {browser.get(item).status_code for item in (MOVES, path)} == {403}, actor.name
        sent = (MOVES, f"{path}/stop", f"{path}/resume")
        assert {browser.send(item).status_code for item in sent} == {403}, actor.name
    moving.work_off()
    assert desks.version_of(desks.approval) == 2


def test_cases_move_only_to_what_is_in_force(desks: Desks) -> None:
    retired = desks.admin.get("/definitions/kecil/versions/1/moves")
    assert retired.status_code == 409
    assert desks.admin.get("/definitions/kecil/versions/9/moves").status_code == 404
    assert desks.admin.get(f"{MOVES}/77").status_code == 404


def _then(desks: Desks, _page: TestResponse) -> TestResponse:
    return desks.admin.get(MOVES)


def test_who_is_past_a_new_step_is_named_and_asked_about(desks: Desks) -> None:
    page = desks.admin.get(MOVES)
    assert "melewati langkah baru" in words(page)
    assert page.text.count('name="skipping"') == 2
