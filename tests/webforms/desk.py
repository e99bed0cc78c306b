"""The whole application with the small office of tests/office.py, and browsers that are logged in."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from engine.actor import Actor
from engine.config import Config
from engine.database import transaction
from engine.people.logins import open_login
from webforms.app import create_app, use


def whole_app(database: Engine, data_dir: Path, *, production: bool = False) -> Flask:
    """One application for all tests of this process, on another database each time: building it, and
    compiling its templates, takes longer than most of what is tested.
    """
    url = database.url.render_as_string(hide_password=False)
    config = Config(data_dir=data_dir, database_url=url, secret_key="s" * 40, production=production)
    if production not in _built:
        _built[production] = _build(config)
        return _built[production]
    app = _built[production]
    use(config)
    app.config["ALUR"] = config
    return app


_built: dict[bool, Flask] = {}


def _build(config: Config) -> Flask:
    app = create_app(config)
    app.config["TESTING"] = True
    app.test_client_class = Desk
    return app


class Desk(FlaskClient):
    def log_in(self, actor: Actor) -> Desk:
        with transaction() as session:
            token = open_login(session, actor.id)
        with self.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["csrf_token"] = f"{actor.id}.{token}"
        return self

    def token(self) -> str:
        return form_token(self)

    def send(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        return self.post(path, data={"csrf_token": self.token(), **(data or {})}, **more)


def json_of(answer: TestResponse) -> Any:
    assert answer.is_json, answer.text
    return answer.json


def form_token(browser: FlaskClient) -> str:
    """As a page would have given it: drawing one costs more than most of what is tested."""
    with browser.session_transaction() as cookie:
        raw = cookie.setdefault("csrf_token", hashlib.sha1(os.urandom(64)).hexdigest())
    signer = URLSafeTimedSerializer(str(browser.application.secret_key), salt="wtf-csrf-token")
    return str(signer.dumps(raw))
