"""Settings that stop a start with a sentence, and those that shape links."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.config import BadConfig, load


def settings(tmp_path: Path, **more: str) -> dict[str, str]:
    return {"ALUR_DATA_DIR": str(tmp_path), **{f"ALUR_{name.upper()}": value for name, value in more.items()}}


def test_links_begin_where_people_reach_the_server(tmp_path: Path) -> None:
    assert load(settings(tmp_path, port="8001")).link("/setup/x") == "http://127.0.0.1:8001/setup/x"
    assert load(settings(tmp_path, host="::1")).link("/") == "http://[::1]:8000/"
    public = load(settings(tmp_path, public_url="https://alur.example.go.id/"))
    assert public.link("/setup/x") == "https://alur.example.go.id/setup/x"


@pytest.mark.parametrize("url", ["alur.example", "ftp://alur.example", "https://", "https://a b"])
def test_an_address_that_is_none_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(BadConfig, match="ALUR_PUBLIC_URL"):
        load(settings(tmp_path, public_url=url))


def test_an_unknown_setting_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match="ALUR_PROT"):
        load(settings(tmp_path, prot="1"))


def test_production_needs_a_secret_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match="ALUR_SECRET_KEY"):
        load(settings(tmp_path, production="1"))
    with pytest.raises(BadConfig, match="ALUR_SECRET_KEY is missing"):
        load(settings(tmp_path, production="1", secret_key=""))
    with pytest.raises(BadConfig, match="too short"):
        load(settings(tmp_path, production="1", secret_key="kurang"))


@pytest.mark.parametrize("port", ["", "x", "-1", "65536", "\N{SUPERSCRIPT TWO}"])
def test_a_port_that_is_none_is_refused(tmp_path: Path, port: str) -> None:
    with pytest.raises(BadConfig, match="ALUR_PORT"):
        load(settings(tmp_path, port=port))


def test_a_start_that_was_cut_off_leaves_no_half_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", cut_off)
        with pytest.raises(KeyboardInterrupt):
            load(settings(tmp_path))
    assert len(load(settings(tmp_path)).secret_key) >= 32


@pytest.mark.parametrize("reason", [FileExistsError, PermissionError])
def test_the_first_of_two_that_start_at_once_makes_the_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: type[OSError]
) -> None:
    def overtaken(_made: Path, path: Path) -> None:
        if reason is FileExistsError:
            path.write_text("f" * 40)
        raise reason

    monkeypatch.setattr(os, "link", overtaken)
    secret = load(settings(tmp_path)).secret_key
    assert (secret == "f" * 40) == (reason is FileExistsError)
    assert load(settings(tmp_path)).secret_key == secret
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_secret_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    first = load(settings(tmp_path)).secret_key
    assert load(settings(tmp_path)).secret_key == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
