"""alur process import: scripts rely on its exit status and its JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.bpmn.diagram import read_diagram
from tests.engine.importing.examples import PENGADUAN
from tests.engine.importing.tables import as_csv, as_word, official
from webforms.cli import main


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["process", "import", *map(str, arguments)])
    return result.exit_code, result.output


def test_a_table_becomes_a_file_and_its_assumptions_are_told(tmp_path: Path) -> None:
    table, out = tmp_path / "sop.docx", tmp_path / "sop.bpmn"
    table.write_bytes(as_word(PENGADUAN, official(PENGADUAN)))
    status, told = run(table, "-o", out)
    assert status == 0
    assert read_diagram(out.read_bytes()).name == PENGADUAN.name
    assert "[4] “Tidak” langsung menuju langkah 6." in told


def test_json_for_scripts(tmp_path: Path) -> None:
    table, out = tmp_path / "sop.csv", tmp_path / "sop.bpmn"
    table.write_bytes(as_csv(PENGADUAN, official(PENGADUAN)))
    status, told = run(table, "-o", out, "--json", "--lang", "en")
    data = json.loads(told)
    assert status == 0
    assert [step["number"] for step in data["steps"]] == ["1", "2", "3", "3b", "4", "5", "6"]
    assert {"label": "Tidak", "to": "3b"} in data["steps"][2]["leads"]
    assert {"kind", "element", "row", "what", "why"} == data["assumptions"][0].keys()


@pytest.mark.parametrize("content", [b"Selamat pagi", b"\x89PNG\x00", b"PK\x03\x04", b"<definitions"])
def test_nothing_to_be_made_of_it_is_exit_status_2_and_no_file(tmp_path: Path, content: bytes) -> None:
    table, out = tmp_path / "sop.txt", tmp_path / "sop.bpmn"
    table.write_bytes(content)
    status, told = run(table, "-o", out)
    assert status == 2
    assert told.startswith(f"{table}: ")
    assert not out.exists()


def test_a_diagram_with_errors_is_written_and_told_with_exit_status_1(tmp_path: Path) -> None:
    drawing, out = tmp_path / "lain.bpmn", tmp_path / "sop.bpmn"
    drawing.write_text(
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" name="P">'
        '<startEvent id="s"/><task id="t" name="T"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>'
        "</process></definitions>"
    )
    status, told = run(drawing, "-o", out)
    assert status == 1
    assert out.exists()
    assert "kesalahan" in told
