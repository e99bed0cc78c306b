"""The whole application: every door is closed to strangers but for those listed here."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine
from werkzeug.routing import BaseConverter, Map

from engine.config import Config
from tests.conftest import not_none
from webforms.app import create_app
from webforms.resubmit.forms import DIALOG_FORMS, TASK_FORMS

PUBLIC = {
    "static",
    "emblem",
    "brand",
    "healthy",
    "ready",
    "client_error",
    "client_errors",
    "csp_report",
    "csp_reports",
    "login.show",
    "login.enter",
    "login.leave",
    "setup.show",
    "setup.set_up",
    "setup.choose_password",
    "help.getting_in",
    "help.picture",
}


@pytest.fixture
def app(sqlite_database: Engine, sqlite_url: str, tmp_path: Path) -> Flask:
    return create_app(Config(data_dir=tmp_path, database_url=sqlite_url, secret_key="s" * 40))


def value_for(kind: BaseConverter) -> object:
    by_kind = {"_Id": 1, "UUIDConverter": uuid4(), "AnyConverter": next(iter(getattr(kind, "items", ["x"])))}
    return by_kind.get(type(kind).__name__, "x")


def addresses(urls: Map) -> Iterator[tuple[str, str, str]]:
    """An address for each view and method."""
    for rule in urls.iter_rules():
        values = {name: value_for(kind) for name, kind in rule._converters.items()}
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, not_none(rule.build(values))[1]


def test_a_stranger_gets_no_further_than_the_login(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False  # what is asked here is who may, not from which form
    client, open_doors = app.test_client(), set()
    for endpoint, method, address in addresses(app.url_map):
        answer = client.open(address, method=method)
        closed = answer.status_code == 401 or (
            answer.status_code == 302 and answer.location.startswith("/login")
        )
        answer.close()
        if not closed:
            open_doors.add(endpoint)
    assert open_doors == PUBLIC
    assert len(app.url_map._rules) > 30


def test_every_form_needs_its_token(app: Flask) -> None:
    client = app.test_client()
    refused = {
        endpoint: client.open(address, method=method).status_code
        for endpoint, method, address in addresses(app.url_map)
        if method != "GET" and endpoint not in {"csp_report", "client_error"}
    }
    assert set(refused.values()) == {400}


def test_what_an_ended_login_keeps_is_sent_to_views_that_exist(app: Flask) -> None:
    pages = {page for page, _ in DIALOG_FORMS.values()}
    assert {"task.show"} | TASK_FORMS | DIALOG_FORMS.keys() | pages <= app.view_functions.keys()


def test_an_address_that_does_not_exist_is_not_found_by_strangers_either(app: Flask) -> None:
    assert app.test_client().get("/nowhere").status_code == 404
