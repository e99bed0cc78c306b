"""Settings that stop a start with a sentence, and those that shape links."""

from __future__ import annotations

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
    with pytest.raises(BadConfig, match="too short"):
        load(settings(tmp_path, production="1", secret_key="kurang"))


def test_a_secret_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    first = load(settings(tmp_path)).secret_key
    assert load(settings(tmp_path)).secret_key == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
