"""What stops a start: a sentence on standard error and exit status 2, never a traceback."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import webforms.cli.serve
from webforms.cli import main

SECRET = "s" * 40


Start = Callable[..., Result]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Start:
    """`alur serve` up to the moment at which the server itself would begin."""
    monkeypatch.setattr(webforms.cli.serve, "run", lambda _config: None)

    def serve(*options: str, **settings: str) -> Result:
        given = {"ALUR_DATA_DIR": str(tmp_path / "data"), "ALUR_PORT": "0"}
        given |= {f"ALUR_{name.upper()}": value for name, value in settings.items()}
        return CliRunner().invoke(main, ["serve", *options], env=given)

    return serve


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("portt", "8000", "unknown setting: ALUR_PORTT"),
        ("port", "eighty", "ALUR_PORT is 'eighty'"),
        ("port", "70000", "up to 65535"),
        ("host", "999.1.1.1", "ALUR_HOST is '999.1.1.1'"),
        ("production", "maybe", "ALUR_PRODUCTION is 'maybe'"),
        ("production", "1", "ALUR_SECRET_KEY is missing"),
        ("secret_key", "short", "at least 32 characters"),
        ("timezone", "Mars/Base", "no such time zone: Mars/Base"),
        ("calendar", "/nowhere.toml", "ALUR_CALENDAR: no such file"),
        ("sheet_profile", "/nowhere.toml", "ALUR_SHEET_PROFILE: no such file"),
        ("emblem", "/nowhere.png", "ALUR_EMBLEM: no such file"),
        ("brand_colour", "red; } body { display: none", "it takes a CSS colour"),
        ("database_url", "mysql://x@y/z", "takes sqlite:///… or postgresql://…"),
        ("database_url", "postgresql://x@127.0.0.1:1/none", "can't be opened"),
        ("database_url", "sqlite:////nowhere/alur.sqlite3", "can't be opened"),
        ("data_dir", "/proc/nowhere", "ALUR_DATA_DIR: /proc/nowhere can't be made"),
    ],
)
def test_a_setting_that_cannot_be_used_stops_the_start(
    start: Start, setting: str, value: str, words: str
) -> None:
    ended = start(**{setting: value})
    assert (ended.exit_code, words in ended.stderr) == (2, True), ended.output
    assert ended.stderr.startswith("alur: ")
    assert "Traceback" not in ended.output
    assert ended.stderr.count("\n") == 1


def test_a_sheet_profile_that_says_the_unknown_stops_the_start(start: Start, tmp_path: Path) -> None:
    (tmp_path / "lembar.toml").write_text("[paper]\nukuran = 'A4'\n")
    ended = start(sheet_profile=str(tmp_path / "lembar.toml"))
    assert (ended.exit_code, "[paper] has an unknown key: ukuran" in ended.stderr) == (2, True)


def test_two_servers_do_not_share_a_port(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0), reuse_port=True) as other:
        ended = start(port=str(other.getsockname()[1]))
    assert ended.exit_code == 2
    assert "set ALUR_PORT" in ended.stderr


def test_production_has_no_demo(start: Start, tmp_path: Path) -> None:
    refused = start("--demo", production="1", secret_key=SECRET)
    assert (refused.exit_code, "refused in production" in refused.stderr) == (2, True)
    assert not (tmp_path / "data" / "demo_password").exists()


def test_a_good_setting_starts(start: Start) -> None:
    assert start(brand_colour="#0b6b62", timezone="Asia/Makassar").exit_code == 0
