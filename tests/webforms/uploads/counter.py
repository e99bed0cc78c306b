"""The whole application, an office with an instance that takes files, and browsers of its people.

A browser here sends what the page's script sends: the token of the form as a header, and speaks tus.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from engine.actor import Actor
from engine.config import Config
from engine.database import transaction
from engine.people.logins import open_login
from engine.storage import pictures
from tests.office import Office, field, small_sop
from tests.webforms.desk import form_token, json_of
from webforms.app import create_app

__all__ = ["Counter", "app", "counter", "no_decoder_stays"]

FIELDS = (
    field("foto", "Foto", "files", terima="image/jpeg,image/png,image/heic", maks_mb="1")
    + field("foto.bukti", "Bukti persetujuan", "file", akses="terbatas")
    + field("potret", "Potret", "files", terima="image/jpeg", min_piksel="1080x566")
    + field("video", "Video", "files", terima="video/mp4,video/quicktime", maks_mb="500")
)


def metadata(**told: object) -> str:
    return ",".join(f"{key} {base64.b64encode(str(value).encode()).decode()}" for key, value in told.items())


def checksum(content: bytes, algorithm: str = "sha1") -> str:
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, content).digest()).decode()}"


class TusBrowser:
    def __init__(self, client: FlaskClient, person: Actor) -> None:
        self.client = client
        with transaction() as session:
            token = open_login(session, person.id)
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
        self.token = form_token(client)

    def ask(self, method: str, path: str, content: bytes = b"", **headers: object) -> TestResponse:
        """As tus-js-client asks in our pages. A header that is None is left out."""
        usual = {"Tus-Resumable": "1.0.0", "X-CSRFToken": self.token, "Accept": "*/*"}
        told = {**usual, **{name.replace("_", "-"): value for name, value in headers.items()}}
        sent = {name: str(value) for name, value in told.items() if value is not None}
        return self.client.open(path, method=method, data=content, headers=sent)

    def get(self, path: str, **headers: str) -> TestResponse:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(path, headers=names, buffered=True)

    def begin(self, task: int, length: int, *, field: str = "foto", name: str = "foto.jpg") -> TestResponse:
        told = metadata(filename=name, filetype="image/jpeg", task=task, field=field)
        return self.ask("POST", "/uploads", Upload_Length=length, Upload_Metadata=told)

    def patch(self, path: str, offset: int, content: bytes, **headers: object) -> TestResponse:
        usual = {"Content_Type": "application/offset+octet-stream", "Upload_Offset": offset}
        return self.ask("PATCH", path, content, **{**usual, **headers})

    def send(self, task: int, content: bytes, **about: Any) -> dict[str, Any]:
        """A whole file; what the page is told about it then."""
        path = self.begin(task, len(content), **about).headers["Location"]
        assert self.patch(path, 0, content).status_code == 204
        seen: dict[str, Any] = json_of(self.get(f"{path}/status"))
        return seen


class Counter:
    def __init__(self, app: Flask) -> None:
        self.app = app
        self.office = Office(small_sop(extra_field=FIELDS))
        self.instance = self.office.start()
        self.task = self.office.task(self.instance).id

    def browser(self, person: Actor) -> TusBrowser:
        return TusBrowser(self.app.test_client(), person)


@pytest.fixture
def app(database: Engine, tmp_path: Path) -> Flask:
    url = database.url.render_as_string(hide_password=False)
    app = create_app(Config(data_dir=tmp_path / "data", database_url=url, secret_key="s" * 40))
    app.testing = True
    return app


@pytest.fixture
def counter(app: Flask) -> Counter:
    return Counter(app)


@pytest.fixture(scope="module", autouse=True)
def no_decoder_stays() -> Iterator[None]:
    yield
    pictures.pool.stop_all()
