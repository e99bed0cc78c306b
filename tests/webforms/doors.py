"""A small application with the pages about people, and two pages of others as doubles; and a browser for it.

`Browser` is Flask's test client that sends a form with its token, as pages do.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Blueprint, Flask, render_template, request
from flask.testing import FlaskClient
from flask_login import current_user
from werkzeug.test import TestResponse

from engine import calendar
from engine.actor import Actor
from engine.config import Config
from engine.database import transaction
from engine.people.logins import open_login
from tests.engine.people.conftest import PASSWORD, AddPerson, cheap_hashing, events, people
from tests.webforms.desk import form_token
from webforms.auth import changed_session, confirm, session
from webforms.http import converters, csp, csrf, errors, headers
from webforms.pages import accounts, devices, handing_over, health, profile, setup
from webforms.pages import help as help_pages
from webforms.pages import login as login_page
from webforms.presentation import language, times

#: Fixtures that a module of tests gets by importing them.
__all__ = ["PASSWORD", "app", "browser", "cheap_hashing", "desk", "events", "make_app", "people"]

#: What a browser on the office's desk says about itself.
DESK = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def make_app(data_dir: Path, *, production: bool = False) -> Flask:
    config = Config(data_dir=data_dir, database_url="", secret_key="s" * 40, production=production)
    app = Flask("webforms")
    app.config.update(SECRET_KEY=config.secret_key, TESTING=True, ALUR=config)
    language.set_up(app)
    times.add_filters(app, language=language.current_language, zone=calendar.local_zone)
    converters.set_up(app)
    headers.set_up(app, config)
    csp.set_up(app, config, csrf.set_up(app))
    session.set_up(app, config)
    changed_session.set_up(app)
    errors.set_up(app)
    confirm.set_up(app)
    app.context_processor(lambda: {"asset": lambda name: f"/static/{name}", "office_name": "Dinas Sosial"})
    help_pages.set_up(app)
    for pages in (
        login_page.pages,
        setup.pages,
        accounts.pages,
        handing_over.pages,
        devices.pages,
        health.pages,
        profile.pages,
        _inbox(),
        _task(),
    ):
        app.register_blueprint(pages)
    return app


def _inbox() -> Blueprint:
    pages = Blueprint("inbox", __name__)

    @pages.get("/")
    def show() -> str:
        return f"<title>inbox</title>{current_user.actor.username}"

    return pages


def _task() -> Blueprint:
    pages = Blueprint("task", __name__)

    @pages.get("/tasks/<int:task_id>")
    def show(task_id: int) -> str:
        return render_template("error.html", status=200, title=f"task {task_id}", message="")

    @pages.post("/tasks/<int:task_id>")
    def submit(task_id: int) -> dict[str, Any]:
        return {"task": task_id, "typed": request.form.to_dict(flat=False)}

    @pages.post("/tasks/<int:task_id>/claim")
    def claim(task_id: int) -> dict[str, Any]:
        return {"task": task_id}

    return pages


class Browser(FlaskClient):
    def send(
        self, path: str, data: dict[str, Any] | None = None, *, page: str = "", **more: Any
    ) -> TestResponse:
        """Send the form to `path`, with the token that stands in `page`, or as a page would have given it."""
        token = self.csrf(page) if page else form_token(self)
        return self.post(path, data={"csrf_token": token, **(data or {})}, **more)

    def csrf(self, page: str = "/login") -> str:
        found = re.search(r'name="csrf(?:_|-)token" (?:value|content)="([^"]+)"', self.get(page).text)
        assert found, f"{page} has no token"
        return found[1]

    def log_in(self, username: str, password: str = PASSWORD, **more: Any) -> TestResponse:
        """Over the page, as people do."""
        typed = {"username": username, "password": password, **more}
        return self.send("/login", typed, page="/login")

    def already_in(self, actor: Actor) -> None:
        """As after their login, which is a test of its own."""
        with transaction() as session:
            token = open_login(session, actor.id, device="Firefox, Linux")
        with self.session_transaction() as cookie:
            cookie["_user_id"] = token


def browser(app: Flask, *, address: str = "203.0.113.7", agent: str = DESK) -> Browser:
    app.test_client_class = Browser
    client = app.test_client()
    client.environ_base |= {"REMOTE_ADDR": address, "HTTP_USER_AGENT": agent}
    assert isinstance(client, Browser)
    return client


def logged_in(app: Flask, people: AddPerson, username: str, **about: Any) -> Browser:
    """The browser of somebody new, after their login."""
    client = browser(app)
    client.already_in(people(username, **about))
    return client


@pytest.fixture
def app(people: AddPerson, tmp_path: Path) -> Flask:
    """The same for all tests of this process: building one costs more than most of what is tested."""
    if not _built:
        _built.append(make_app(tmp_path))
    return _built[0]


_built: list[Flask] = []


@pytest.fixture
def desk(app: Flask) -> Browser:
    """A browser at a desk in which nobody has logged in yet."""
    return browser(app)
