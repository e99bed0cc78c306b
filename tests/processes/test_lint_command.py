"""alur process lint: what scripts rely on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.clock import now
from engine.database import transaction
from engine.definitions import releases
from engine.errors import Unavailable
from engine.lint.check import check
from engine.people.queries import roles_with_people
from engine.tables.people import Grant, GrantKind, Person
from webforms.cli import main

PROCESSES = Path(__file__).parents[2] / "processes"
SOP = PROCESSES / "pengelolaan-website-dan-media-sosial.bpmn"


def lint(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["process", "lint", *map(str, arguments)])


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "salah.bpmn"
    path.write_text(SOP.read_text().replace('value="PT60M"', 'value="60 menit"'))
    return path


def test_the_procedures_of_the_project_have_no_errors() -> None:
    result = lint(*sorted(PROCESSES.glob("*.bpmn")))
    assert result.exit_code == 0, result.output
    assert "[output_unlike_next_input]" in result.output


def test_an_error_gives_status_1_and_names_the_element(faulty: Path) -> None:
    result = lint(SOP, faulty)
    assert result.exit_code == 1
    assert f"{faulty}#Serahkan_materi: kesalahan [norm_unreadable]" in result.output
    assert "Norma waktu “60 menit”" in result.output
    assert "The time norm “60 menit”" in lint("--lang", "en", faulty).output


@pytest.mark.parametrize("content", ["", "<html/>", "\x00", "<!DOCTYPE x>"])
def test_an_unreadable_file_gives_status_2(tmp_path: Path, faulty: Path, content: str) -> None:
    path = tmp_path / "rusak.bpmn"
    path.write_text(content)
    result = lint("--json", faulty, path)
    assert result.exit_code == 2
    first, second = json.loads(result.output)
    assert {item["rule"] for item in first["findings"]} >= {"norm_unreadable"}
    assert [item["rule"] for item in second["findings"]] == ["unreadable"]


def test_a_missing_file_and_a_folder_give_status_2(tmp_path: Path) -> None:
    assert lint(tmp_path / "tidak-ada.bpmn").exit_code == 2
    assert lint(tmp_path).exit_code == 2


def test_a_huge_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "besar.bpmn"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    result = lint(path)
    assert result.exit_code == 2
    assert "2 MB" in result.output


def test_findings_as_json_have_these_keys(faulty: Path) -> None:
    (report,) = json.loads(lint("--json", "--lang", "en", faulty).output)
    assert report["file"] == str(faulty)
    for finding in report["findings"]:
        assert list(finding) == ["rule", "severity", "element", "message", "remedy"]
        assert finding["severity"] in {"error", "warning"}


def test_a_file_without_findings_is_said_to_have_none(tmp_path: Path) -> None:
    path = tmp_path / "bersih.bpmn"
    path.write_text(SOP.read_text().replace("disetujui Tim Kerja", "disetujui Kepala Dinas"))
    result = lint(path)
    assert (result.exit_code, result.output) == (0, f"{path}: tidak ada temuan.\n")
    assert json.loads(lint("--json", path).output) == [{"file": str(path), "findings": []}]


@pytest.mark.usefixtures("database")
def test_roles_that_active_accounts_hold_are_known() -> None:
    with transaction() as session:
        held, gone = (
            Person(username="a", name="A", created_at=now()),
            Person(username="b", name="B", active=False, created_at=now()),
        )
        session.add_all([held, gone])
        session.flush()
        session.add(Grant(person_id=held.id, kind=GrantKind.ROLE, name="Pengelola Website"))
        session.add(Grant(person_id=held.id, kind=GrantKind.OFFICE, name="admin"))
        session.add(Grant(person_id=gone.id, kind=GrantKind.ROLE, name="Ketua Tim Kerja"))
        session.flush()
        roles = roles_with_people(session).keys()
    assert roles == {"Pengelola Website"}
    lanes = [item.element for item in check(SOP.read_bytes(), roles=roles) if item.rule == "lane_of_nobody"]
    assert lanes == ["Lane_pengusul", "Lane_ketua"]


def test_a_database_that_is_busy_is_a_sentence_and_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_arguments: object, **_options: object) -> None:
        raise Unavailable(reason="database is locked")

    monkeypatch.setattr(releases, "deploy", busy)
    monkeypatch.setenv("ALUR_DATA_DIR", str(tmp_path))
    result = CliRunner().invoke(main, ["process", "deploy", str(SOP)])
    assert (result.exit_code, result.stderr) == (
        2,
        "alur: the database can't be used now: database is locked\n",
    )
    assert result.stdout == ""
