"""Importing: a preview keeps nothing, a save keeps a draft, and the draft is a definition like any other."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Collection

import pytest
from sqlalchemy import func, select

from engine.bpmn.diagram import read_diagram
from engine.database import reading, transaction
from engine.definitions import importing, releases
from engine.definitions.queries import version_place, version_xml
from engine.diff.compare import compare
from engine.errors import InvalidDiagram, NotAllowed
from engine.instances.lifecycle import start
from engine.tables.definitions import Version, VersionState
from tests.conftest import ROOT
from tests.engine.importing.examples import CUTI, PENGADAAN
from tests.engine.importing.scanned import scanned
from tests.engine.importing.tables import Sop, as_tabs, as_word, official
from tests.office import Office, person, small_sop


def pasted(sop: Sop) -> str:
    return as_tabs(sop, official(sop))


def previewed(office: Office, content: str | bytes, name: str = "") -> importing.Imported:
    return as_next(office, importing.read(content, name))


def as_next(office: Office, found: importing.Imported, confirmed: Collection[int] = ()) -> importing.Imported:
    with reading() as session:
        known = importing.known(session, found, by=office.tono)
    return importing.as_next_version(found, known, confirmed)


def stored(version_id: int) -> str:
    with reading() as session:
        return version_xml(session, version_id)[0]


def count() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(Version)) or 0


def test_a_preview_keeps_nothing(office: Office) -> None:
    before = count()
    found = previewed(office, as_word(CUTI, official(CUTI)), "cuti.docx")
    assert [step.number for step in found.steps] == ["1", "2", "3", "4", "5"]
    assert found.errors == 0
    assert count() == before


def test_what_was_previewed_is_what_is_kept(office: Office) -> None:
    found = previewed(office, pasted(CUTI))
    with transaction() as session:
        uploaded = importing.save(session, found, by=office.tono)
    assert stored(uploaded.version_id) == found.xml
    with reading() as session:
        version = session.get_one(Version, uploaded.version_id)
        assert version.state is VersionState.DRAFT
        assert version_place(session, uploaded.version_id) == ("pelayanan_cuti_tahunan", 1)


def test_a_confirmed_assumption_is_no_longer_marked(office: Office) -> None:
    found = previewed(office, pasted(PENGADAAN))
    place = next(
        n for n, item in enumerate(found.assumptions) if item.kind == "return_target" and item.row == "2"
    )
    said = found.assumptions[place].what("id")
    assert said in found.xml
    with transaction() as session:
        uploaded = importing.save(
            session, as_next(office, importing.read_packed(found.packed), {place, 9999}), by=office.tono
        )
    packed = stored(uploaded.version_id)
    assert said not in packed
    assert "Pertanyaannya terbalik" in packed
    assert read_diagram(packed).steps.keys() == found.diagram.steps.keys()


def test_an_sop_that_exists_gets_another_version_and_not_a_double(office: Office) -> None:
    with transaction() as session:
        releases.deploy(
            session, small_sop(key="ada").replace('name="Prosedur kecil"', "").encode(), "a.bpmn", by=None
        )
    name = next(row for row in _names() if row[0] == "ada")[1]
    text = pasted(CUTI).replace(CUTI.name, name.upper())
    found = previewed(office, text)
    assert found.diagram.process_id in {"ada", "kecil"}
    with transaction() as session:
        assert importing.save(session, found, by=office.tono).number == 2


def test_the_table_of_an_sop_in_force_keeps_its_forms_and_rules(office: Office) -> None:
    (file,) = (ROOT / "processes").glob("pengelolaan-website*.bpmn")
    active = file.read_text("utf-8")
    with transaction() as session:
        releases.deploy(session, active.encode(), file.name, by=None)
    found = previewed(office, scanned(read_diagram(active)).encode(), "sop-032.txt")
    assert found.known
    assert (found.known.key, found.known.number) == ("pengelolaan_website", 1)
    assert (found.errors, found.missing) == (0, ())
    assert [part.parts for part in found.taken] == [
        ("form",),
        ("form", "return"),
        ("form", "decision", "separation", "content"),
        ("form", "content"),
    ]
    changes = compare(read_diagram(active), found.diagram)
    # Of steps and flows nothing but what was assumed about them.
    assumed = {"step.property", "flow.assumption"}
    assert {change.code for change in changes if change.code.startswith(("step", "flow"))} == assumed
    assert {part for change in changes if (part := change.params.get("step_property"))} == {"assumption"}
    assert {change.code.partition(".")[0] for change in changes} == {"identity", "note", "step", "flow"}
    with transaction() as session:
        uploaded = importing.save(session, found, by=office.tono)
    assert (uploaded.number, stored(uploaded.version_id)) == (2, found.xml)


def deployed(sop: Sop) -> str:
    """What was imported once, in force."""
    xml = importing.read(pasted(sop)).xml
    with transaction() as session:
        releases.deploy(session, xml.encode(), "sop.bpmn", by=None)
    return xml


def test_what_a_changed_table_loses_is_said(office: Office) -> None:
    """The second row has another name now, so nothing says that it is the same step."""
    xml = deployed(CUTI)
    steps = list(read_diagram(xml).steps.values())
    changed = pasted(CUTI).replace(steps[1].name, "Menghitung sisa hak cuti")
    found = previewed(office, changed)
    assert [part.step for part in found.missing if "step" in part.parts] == [steps[1].name]
    assert f"{steps[1].name}: seluruh langkah" in [part.words("id") for part in found.missing]
    assert steps[1].name not in {part.step for part in found.taken}


def test_a_definition_without_a_version_in_force_gives_nothing_but_its_name(office: Office) -> None:
    packed = previewed(office, pasted(CUTI)).packed
    with transaction() as session:
        importing.save(session, as_next(office, importing.read_packed(packed)), by=office.tono)
    found = previewed(office, pasted(CUTI))
    assert found.known
    assert found.known.number is None
    assert (found.taken, found.missing) == ((), ())


def _names() -> list[tuple[str, str]]:
    from engine.definitions.queries import definitions

    with reading() as session:
        return [(row.key, row.name) for row in definitions(session, by=None)]


def test_the_draft_can_be_put_in_force_and_begun(office: Office) -> None:
    found = previewed(office, pasted(CUTI))
    with transaction() as session:
        releases.deploy(session, found.xml.encode(), "cuti.bpmn", by=None)
        staff = person(session, "agus", "Pegawai")
    with transaction() as session:
        _instance, tasks = start(session, "pelayanan_cuti_tahunan", by=staff)
    assert [task.element for task in tasks] == ["Mengajukan_permohonan_cuti"]


def test_another_tools_diagram_is_converted_on_the_way(office: Office) -> None:
    xml = small_sop().replace("bpmn:userTask", "bpmn:task")
    found = previewed(office, xml.encode(), "lain.bpmn")
    assert found.steps == ()
    assert {note.kind for note in found.assumptions} == {"foreign_task", "foreign_drawn"}
    with transaction() as session:
        uploaded = importing.save(session, found, by=office.tono)
    assert "bpmn:userTask" in stored(uploaded.version_id)


@pytest.mark.parametrize("who", ["siti", "wati", "eko", "dewi"])
def test_only_a_process_admin_imports(office: Office, who: str) -> None:
    found = previewed(office, pasted(CUTI))
    by = getattr(office, who)
    with pytest.raises(NotAllowed), reading() as session:
        importing.known(session, found, by=by)
    with pytest.raises(NotAllowed), transaction() as session:
        importing.save(session, found, by=by)


@pytest.mark.parametrize(
    "packed",
    ["", "!!!", "AAAA", "e30=", base64.b64encode(zlib.compress(b"[]")).decode(),
     base64.b64encode(zlib.compress(b'{"table": {"rows": [7], "actors": [], "identity": {}}}')).decode(),
     base64.b64encode(zlib.compress(b'{"table": {"rows": [], "actors": {}, "identity": []}}')).decode(),
     base64.b64encode(zlib.compress(b"[" * 100_000)).decode(),
     base64.b64encode(zlib.compress(b" " * 50_000_000)).decode()],
)  # fmt: skip
def test_what_comes_back_spoilt_is_refused(office: Office, packed: str) -> None:
    with pytest.raises(importing.InvalidTable):
        as_next(office, importing.read_packed(packed))


def test_a_diagram_that_comes_back_spoilt_is_refused(office: Office) -> None:
    packed = base64.b64encode(zlib.compress(b'{"xml": "<a/>"}')).decode()
    with pytest.raises(InvalidDiagram):
        as_next(office, importing.read_packed(packed))
