"""No console stops a command: what its encoding has no letter for is written in another way."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import engine.worker
import webforms.cli.serve
from tests.conftest import ROOT
from webforms.cli import main

#: Letters that Windows' and DOS' pages don't have, in one, two, three and four bytes of UTF-8.
FOREIGN = "→ ė 中 😀 Ratna"
DIAGRAM = ROOT / "processes" / "pengelolaan-website-dan-media-sosial.bpmn"
TABLE = "No;Kegiatan;Pelaksana;Waktu\n1;Menerima → 中;Staf 😀;10 menit\n2;Selesai;Staf 😀;5 menit\n"
#: Each command with what makes it print, errors too; FILE and TABLE are files whose names are foreign.
COMMANDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "db upgrade": ((),),
    "db reindex": ((),),
    "data check": ((), ("NOTHING",)),
    "process lint": (("FILE",), ("FILE", "--json"), ("NOTHING",), ("BROKEN",)),
    "process deploy": (("FILE",), ("BROKEN",)),
    "process import": (("TABLE", "-o", "OUT"), ("TABLE", "-o", "OUT", "--json"), ("BROKEN", "-o", "OUT")),
    "process sheet": ((FOREIGN, "-o", "OUT"), ("pengelolaan_website", "-o", "NOTHING/OUT")),
    "process templates": (("-o", "OUT", "--link", "BROKEN"),),
    "person add": (("ratna", "--name", FOREIGN, "--link"), (FOREIGN, "--name", FOREIGN)),
    "person passwd": (("ratna", "--link"), (FOREIGN,)),
    "person list": ((),),
    "audit verify": ((), ("--json",)),
    "config": ((),),
    "backup": (("OUT",), ("FILE",)),
    "restore": (("NOTHING",), ("OUT",), ("OUT", "--list")),
    "doctor": ((), ("--json",)),
    "serve": ((), ("--demo",)),
    "worker": ((),),
}


def leaves(group: click.Group, before: str = "") -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from leaves(command, f"{before}{name} ")
        else:
            yield f"{before}{name}"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    paths = {word: tmp_path / f"{word} {FOREIGN}.{end}" for word, end in (("FILE", "bpmn"), ("TABLE", "csv"))}
    for word in ("BROKEN", "OUT", "NOTHING"):
        paths[word] = tmp_path / f"{word} {FOREIGN}"
    named = DIAGRAM.read_text("utf-8").replace('name="Memeriksa materi"', f'name="{FOREIGN}"')
    # Something for lint to say, too.
    paths["FILE"].write_text(named.replace("${", "${ė_中 +", 1), "utf-8")
    paths["TABLE"].write_text(TABLE, "utf-8")
    paths["BROKEN"].write_text(f"<{FOREIGN}", "utf-8")
    return {word: str(path) for word, path in paths.items()}


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALUR_DATA_DIR", str(tmp_path / f"data {FOREIGN}"))
    monkeypatch.setenv("ALUR_OFFICE_NAME", FOREIGN)
    monkeypatch.setenv("ALUR_PORT", "0")
    monkeypatch.setattr(webforms.cli.serve, "run", lambda _config: None)
    monkeypatch.setattr(engine.worker, "run", lambda _stop: None)
    monkeypatch.setattr("webforms.cli.demo.seed", lambda config, echo: echo(f"{FOREIGN}: {config.data_dir}"))


def run(encoding: str, command: str, *options: str) -> Result:
    result = CliRunner(charset=encoding).invoke(
        main, [*command.split(), *options], input="kata sandi rahasia\n"
    )
    assert result.exception is None or isinstance(result.exception, SystemExit), (command, result.exception)
    return result


def test_each_command_is_tried() -> None:
    assert set(leaves(main)) == COMMANDS.keys()


def test_what_a_command_prints_stops_at_no_encoding(files: dict[str, str]) -> None:
    encoding = "cp1252"
    for command, tries in COMMANDS.items():
        for options in tries:
            words = [options_with(files, option) for option in options]
            result = run(encoding, command, *words)
            assert result.exit_code in {0, 1, 2}, (command, result.output)
            assert "Traceback" not in result.output
        assert run(encoding, command, "--help").exit_code == 0


def options_with(files: dict[str, str], option: str) -> str:
    first, _, rest = option.partition("/")
    return "/".join(filter(None, (files.get(first, first), rest)))


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8", "cp932"])
def test_json_is_json_on_every_console(encoding: str, files: dict[str, str]) -> None:
    printed = run(encoding, "process lint", "--json", files["FILE"]).stdout_bytes
    [report] = json.loads(printed)  # as programs read it: in UTF-8
    assert FOREIGN in report["file"]


def test_nothing_is_lost_where_letters_are_missing(files: dict[str, str]) -> None:
    said = {encoding: run(encoding, "process lint", files["FILE"]).stdout for encoding in ("utf-8", "cp1252")}
    assert "  → " in said["utf-8"]
    assert said["cp1252"] == said["utf-8"].encode("cp1252", "backslashreplace").decode("cp1252").replace(
        "\r\n", "\n"
    )


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_file_name_that_is_no_text_is_printed(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xe9.bpmn")
    shutil.copy(DIAGRAM, path)
    assert "\\udce9.bpmn" in run("utf-8", "process lint", str(path)).output


def test_a_password_that_is_no_text_is_refused() -> None:
    words = ["person", "passwd", "ratna"]
    refused = CliRunner(charset="ascii").invoke(main, words, input=b"\xe9\n")
    assert refused.exit_code in {1, 2}
    assert refused.stderr.startswith("alur: ")


def test_a_redirected_console(tmp_path: Path) -> None:
    """The whole program, as started by somebody."""
    path = tmp_path / "draf.bpmn"
    path.write_text(DIAGRAM.read_text("utf-8").replace("<bpmn:startEvent", "<bpmn:manualTask", 1), "utf-8")
    ended = subprocess.run(
        [sys.executable, "-c", "from webforms.cli import main; main()", "process", "lint", str(path)],
        env={**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
        cwd=ROOT,
        capture_output=True,
    )
    assert (ended.returncode, ended.stderr) in {(1, b""), (2, b"")}, ended.stderr
    assert b"\\u2192" in ended.stdout
