"""By which names Alur answers, and with which its links begin."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from engine.config import BadConfig, load
from engine.database import transaction
from engine.people.invitations import invite
from tests.office import Office
from tests.webforms.desk import whole_app
from tests.webforms.seen import desk, words

PUBLIC = "https://alur.example.go.id"


@pytest.fixture
def named(sqlite_database: Engine, tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    app = whole_app(sqlite_database, tmp_path / "data")
    usual = app.config["ALUR"]

    def make(public_url: str = "", hosts: tuple[str, ...] = ()) -> Flask:
        app.config["ALUR"] = dataclasses.replace(usual, public_url=public_url, hosts=hosts)
        return app

    yield make
    app.config["ALUR"] = usual


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("alur.example.go.id", 200),
        ("alur.example.go.id:8443", 200),
        ("ALUR.example.go.id", 200),
        ("10.0.0.5:8000", 200),
        ("kantor.alur.local", 200),
        ("elsewhere.example", 400),
        ("alur.example.go.id.elsewhere.example", 400),
        ("10.0.0.6", 400),
        ("localhost", 400),
        ("[::1]", 400),
        ("a b", 400),
        ("<script>", 400),
        ("", 400),
    ],
)
def test_only_its_own_names_are_answered(named: Callable[..., Flask], host: str, status: int) -> None:
    app = named(PUBLIC, ("10.0.0.5", ".alur.local"))
    page = app.test_client().get("/login", headers={"Host": host})
    assert page.status_code == status
    if status == 400:
        assert "<script>alert" not in page.text
        assert "https://alur.example.go.id/" in words(page) or host in {"a b", "<script>"}


def test_without_settings_every_name_is_right(named: Callable[..., Flask]) -> None:
    for host in ("elsewhere.example", "10.0.0.6:8000", "localhost"):
        assert named().test_client().get("/login", headers={"Host": host}).status_code == 200


def test_a_form_by_another_name_is_not_read(named: Callable[..., Flask]) -> None:
    page = named(hosts=("alur.local",)).test_client().post("/login", headers={"Host": "elsewhere.example"})
    assert page.status_code == 400
    assert "Buka alur.local" in words(page)


@pytest.mark.parametrize(("address", "status"), [("127.0.0.1", 200), ("::1", 200), ("203.0.113.7", 400)])
def test_who_watches_it_from_the_same_machine_needs_no_name(
    named: Callable[..., Flask], address: str, status: int
) -> None:
    client = named(PUBLIC).test_client()
    seen = client.get("/healthz", headers={"Host": "127.0.0.1:8000"}, environ_base={"REMOTE_ADDR": address})
    assert seen.status_code == status


@pytest.mark.parametrize("public", [PUBLIC, f"{PUBLIC}/"])
def test_an_invitation_leads_to_the_public_address_whoever_asked(
    named: Callable[..., Flask], public: str
) -> None:
    app, office = named(public.rstrip("/"), ("elsewhere.example",)), Office()
    browser = desk(app, office.dewi)
    with transaction() as session, browser.session_transaction() as cookie:
        token = invite(session, office.siti.id, by=None)
        cookie["invitation"] = [office.siti.id, token]
    browser.set_cookie("alur", browser.get_cookie("alur").value, domain="elsewhere.example")  # type: ignore[union-attr]
    page = browser.get(f"/accounts/{office.siti.id}", base_url="http://elsewhere.example/")
    assert f"{PUBLIC}/invite/{token}" in page.text
    assert "elsewhere.example/invite" not in page.text


@pytest.mark.parametrize("hosts", ["a b", "http://alur.local", "alur.local:8000", "*", "alur.local, x/y"])
def test_a_host_that_is_none_stops_the_start(tmp_path: Path, hosts: str) -> None:
    with pytest.raises(BadConfig, match="ALUR_HOSTS"):
        load({"ALUR_DATA_DIR": str(tmp_path), "ALUR_HOSTS": hosts})
    read = load({"ALUR_DATA_DIR": str(tmp_path), "ALUR_HOSTS": " alur.local, 10.0.0.5,[::1] ,"})
    assert read.names == ("alur.local", "10.0.0.5", "[::1]")


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_a_database_elsewhere_is_private_too(sqlite_database: Engine, tmp_path: Path) -> None:
    elsewhere = Path(str(sqlite_database.url.database))
    elsewhere.chmod(0o644)
    whole_app(sqlite_database, tmp_path / "data")
    assert elsewhere.stat().st_mode & 0o777 == 0o600
