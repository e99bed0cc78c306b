"""The whole application with the small office of tests/office.py, and browsers that are logged in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from engine.actor import Actor
from engine.config import Config
from engine.database import transaction
from engine.people.logins import open_login
from webforms.app import create_app


def whole_app(database: Engine, data_dir: Path) -> Flask:
    url = database.url.render_as_string(hide_password=False)
    app = create_app(Config(data_dir=data_dir, database_url=url, secret_key="s" * 40))
    app.config["TESTING"] = True
    app.test_client_class = Desk
    return app


class Desk(FlaskClient):
    def log_in(self, actor: Actor) -> Desk:
        with transaction() as session:
            token = open_login(session, actor.id)
        with self.session_transaction() as cookie:
            cookie["_user_id"] = token
        return self

    def send(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        return self.post(path, data={"csrf_token": self.token(), **(data or {})}, **more)

    def token(self) -> str:
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.get("/profile").text)
        assert found
        return found[1]
