"""Where the data lie: any name of a folder will do, and what is no database is said in a sentence."""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import URL, Connection

import engine.worker
import webforms.cli.serve
from engine import config, migrations
from engine.config import BadConfig
from engine.database_url import file_of, of, of_file, parse
from engine.storage import blobs, folders
from tests.conftest import ROOT
from tests.releases.restore import restore
from tests.tries import tries
from webforms.cli import main

DIAGRAM = str(ROOT / "processes" / "pengelolaan-website-dan-media-sosial.bpmn")
#: All that open the database, each in its own way.
COMMANDS = (
    ("db", "upgrade"),
    ("serve",),
    ("serve", "--demo"),
    ("worker",),
    ("person", "list"),
    ("person", "add", "ratna", "--name", "Ratna", "--link"),
    ("person", "passwd", "ratna", "--link"),
    ("process", "deploy", DIAGRAM),
    ("process", "sheet", "pengelolaan_website", "-o", os.devnull),
    ("audit", "verify"),
    ("audit", "verify", "--json"),
)
#: What a name of a folder may hold; on Linux also bytes that are no text.
LETTERS = st.characters(codec="utf-8", exclude_characters="/\0")
NAMES = st.text(LETTERS, min_size=1, max_size=30).filter(lambda name: name not in {".", ".."})


@pytest.fixture(autouse=True)
def nothing_runs_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webforms.cli.serve, "run", lambda _config: None)
    monkeypatch.setattr(engine.worker, "run", lambda _stop: None)


def alur(data_dir: Path | str, *command: str, **more: str) -> Result:
    given = {"ALUR_DATA_DIR": str(data_dir), "ALUR_PORT": "0", "ALUR_DATABASE_URL": None, **more}
    result = CliRunner().invoke(main, list(command), env=given)
    assert result.exception is None or isinstance(result.exception, SystemExit), (command, result.exception)
    return result


@pytest.mark.parametrize("name", ["a%41b", "a?b"])
def test_the_database_is_made_in_the_folder_of_this_name(tmp_path: Path, name: str) -> None:
    assert alur(tmp_path / "here" / name, "db", "upgrade").exit_code == 0
    assert [path.name for path in (tmp_path / "here").iterdir()] == [name]
    assert {path.name for path in (tmp_path / "here" / name).iterdir()} == {"alur.sqlite3", "secret_key"}


def test_also_below_the_folder_where_the_command_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Alembic's own settings know a place for `here`, and `%` begins a name in them."""
    (tmp_path / "a%41b%(here)s").mkdir()
    monkeypatch.chdir(tmp_path / "a%41b%(here)s")
    assert alur("data", "db", "upgrade").exit_code == 0
    assert alur("data", "db", "upgrade", ALUR_DATABASE_URL="sqlite:///lain%41.sqlite3").exit_code == 0
    assert sorted(path.name for path in Path.cwd().iterdir()) == ["data", "lainA.sqlite3"]


@settings(max_examples=tries(5), phases=[Phase.explicit, Phase.generate])
@given(name=NAMES)
@example(name="a%41b?mode=memory&cache=shared#b ü+;[ab]*\n")
@example(name=os.fsdecode(b"\xe9 \xff")).via("bytes that are no text")
def test_whatever_the_folder_is_called(sqlite_template: Path, name: str) -> None:
    with tempfile.TemporaryDirectory() as parent:
        if len(os.fsencode(name)) > 200:
            return
        folder = Path(parent) / name
        folder.mkdir()
        shutil.copyfile(sqlite_template, folder / "alur.sqlite3")
        assert file_of(parse(of_file(folder / "alur.sqlite3"))) == folder / "alur.sqlite3"
        assert alur(folder, "person", "add", "ratna", "--name", "Ratna", "--link").exit_code == 0
        assert alur(folder, "person", "list").stdout.startswith("ratna\tRatna")
        folders.use(folder)
        (folder / "work" / "a").write_bytes(b"abc")
        assert blobs.path_of(blobs.put(folder / "work" / "a").sha256).read_bytes() == b"abc"
        assert [path.name for path in Path(parent).iterdir()] == [name]


@settings(max_examples=tries(30))
@given(user=st.text(LETTERS, min_size=1), password=st.text(LETTERS, min_size=1), folder=NAMES, name=NAMES)
def test_an_address_says_what_it_was_made_of(user: str, password: str, folder: str, name: str) -> None:
    url = URL.create("postgresql+psycopg", user, password, database=name, query={"host": f"/run/{folder}"})
    settings = {"ALUR_DATA_DIR": "/nowhere", "ALUR_SECRET_KEY": "k" * 40}
    written = url.render_as_string(hide_password=False)
    assert of(config.load({**settings, "ALUR_DATABASE_URL": written}, create=False)) == url
    assert parse(parse(written)) == url


@pytest.mark.skipif(sys.platform == "win32", reason="no sockets in folders there")
def test_a_socket_of_postgresql_in_a_folder_of_any_name(
    postgres_server: tuple[Path, str, Connection], postgres_url: str
) -> None:
    with tempfile.TemporaryDirectory(prefix="a%41b ?#&", dir="/tmp") as parent:
        (Path(parent) / "ü%").symlink_to(postgres_server[0])
        url = parse(postgres_url).update_query_dict({"host": str(Path(parent) / "ü%")})
        written = url.render_as_string(hide_password=False)
        assert alur(parent, "person", "list", ALUR_DATABASE_URL=written).exit_code == 0


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://alur:rahasia@db:pintu/alur",
        "postgresql://alur:rahasia@[::1/alur",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite://",
        "rahasia",
        "mysql://alur:rahasia@db/alur",
    ],
)
def test_what_is_no_address_is_refused_without_saying_it(tmp_path: Path, address: str) -> None:
    refused = alur(tmp_path, "db", "upgrade", ALUR_DATABASE_URL=address)
    assert refused.exit_code == 2
    assert refused.stderr.startswith("alur: ALUR_DATABASE_URL ")
    assert "rahasia" not in refused.output


def text(path: Path, _template: Path) -> None:
    path.write_text("Catatan rapat\n" * 1000)


def short_text(path: Path, _template: Path) -> None:
    path.write_text("→")


def utf_16(path: Path, _template: Path) -> None:
    path.write_text("Catatan rapat\n" * 1000, "utf-16")


def folder(path: Path, _template: Path) -> None:
    path.mkdir()


def cut_off(path: Path, template: Path) -> None:
    path.write_bytes(template.read_bytes()[:9000])


def encrypted(path: Path, template: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(template.stat().st_size))


def only_the_header(path: Path, template: Path) -> None:
    path.write_bytes(template.read_bytes()[:100] + random.Random(1).randbytes(9000))


def zeros(path: Path, template: Path) -> None:
    path.write_bytes(template.read_bytes()[:4096] + bytes(template.stat().st_size - 4096))


WRONG = (text, short_text, utf_16, folder, cut_off, encrypted, only_the_header, zeros)


@pytest.mark.parametrize(
    ("wrong", "command"),
    [*((text, command) for command in COMMANDS), *((wrong, ("audit", "verify")) for wrong in WRONG)],
)
def test_what_is_no_database_is_said_in_a_sentence(
    tmp_path: Path, sqlite_template: Path, wrong: Callable[[Path, Path], None], command: tuple[str, ...]
) -> None:
    path = tmp_path / "alur.sqlite3"
    wrong(path, sqlite_template)
    before = path.read_bytes() if path.is_file() else None
    refused = alur(tmp_path, *command)
    assert (refused.exit_code, refused.output.count("\n")) == (2, 1), refused.output
    assert refused.stderr.startswith(f"alur: the database {path} can't be opened or upgraded: ")
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database with people, instances and events."""
    path = tmp_path_factory.mktemp("filled") / "alur.sqlite3"
    address = of_file(path).render_as_string()
    restore("0.1.0", address)
    migrations.upgrade(address)
    return path.read_bytes()


@pytest.mark.parametrize("seed", [9, 10])
def test_a_damaged_page_ends_no_command_with_a_traceback(tmp_path: Path, filled: bytes, seed: int) -> None:
    """Its tables are there, and what is in them is not what was written."""
    chance = random.Random(seed)
    damaged = bytearray(filled)
    for _ in range(20):
        at = 4096 * chance.randrange(2, len(filled) // 4096) + chance.randrange(4000)
        damaged[at : at + 60] = chance.randbytes(60)
    (tmp_path / "alur.sqlite3").write_bytes(damaged)
    for command in (("audit", "verify"), ("person", "list")):
        result = alur(tmp_path, *command)
        assert result.exit_code in {0, 1, 2}
        assert result.exit_code == 0 or result.output


@pytest.mark.parametrize("name", ["secret_key", "files", "work"])
def test_what_is_in_the_way_in_the_folder_is_said(tmp_path: Path, name: str) -> None:
    if name == "secret_key":
        (tmp_path / name).mkdir()
    else:
        (tmp_path / name).write_text("")
    refused = alur(tmp_path, "serve")
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    assert str(tmp_path) in refused.stderr


def test_a_file_is_no_data_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(BadConfig, match="can't be made"):
        config.load({"ALUR_DATA_DIR": str(tmp_path / "data")})
    assert "can't be made" in alur(tmp_path / "data", "serve").stderr
