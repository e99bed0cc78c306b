"""alur process templates: a file for Camunda Modeler, and diagrams that know it."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from engine.bpmn.diagram import read_diagram
from engine.bpmn.element_templates import element_templates
from tests.office import small_sop
from webforms.cli import main


def test_the_templates_are_written_in_the_language_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "alur.json"
    done = CliRunner().invoke(main, ["process", "templates", "-o", str(file), "--lang", "en"])
    assert done.exit_code == 0, done.output
    assert json.loads(file.read_text("utf-8")) == element_templates("en")


def test_a_diagram_that_is_there_is_linked_and_keeps_what_it_says(tmp_path: Path) -> None:
    diagram = tmp_path / "kecil.bpmn"
    diagram.write_text(small_sop(), "utf-8")
    done = CliRunner().invoke(
        main, ["process", "templates", "-o", str(tmp_path / "alur.json"), "--link", str(diagram)]
    )
    assert done.exit_code == 0, done.output
    assert 'modelerTemplate="alur.step"' in diagram.read_text("utf-8")
    assert read_diagram(diagram.read_bytes()) == read_diagram(small_sop())


def test_what_is_no_diagram_is_named_and_left_alone(tmp_path: Path) -> None:
    letter = tmp_path / "surat.bpmn"
    letter.write_text("selamat pagi", "utf-8")
    done = CliRunner().invoke(
        main, ["process", "templates", "-o", str(tmp_path / "alur.json"), "--link", str(letter)]
    )
    assert done.exit_code == 2
    assert "surat.bpmn" in done.output
    assert letter.read_text("utf-8") == "selamat pagi"
