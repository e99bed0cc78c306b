"""A line that breaks while a form is being sent: granian hands over what came as if it were all."""

from __future__ import annotations

import io

from flask import Flask, request
from werkzeug.exceptions import ClientDisconnected
from werkzeug.test import EnvironBuilder, run_wsgi_app

from webforms.cli.server import whole_bodies

FORM = b"keputusan=tidak&alasan=Nama+tempat+belum+tepat"
taken: list[bytes] = []


def form() -> dict[str, str]:
    return request.form.to_dict()


def upload() -> str:
    request.max_content_length = None
    taken.clear()
    try:
        while piece := request.stream.read(8):
            taken.append(piece)
    except ClientDisconnected:
        return "cut"
    return "whole"


def send(body: bytes, path: str, *, announced: int | None) -> tuple[str, bytes]:
    """The status and the answer with which granian's client, were it still there, would be answered."""
    app = Flask("cut")
    app.add_url_rule("/form", view_func=form, methods=["POST"])
    app.add_url_rule("/upload", view_func=upload, methods=["POST"])
    environ = EnvironBuilder(
        path, method="POST", content_type="application/x-www-form-urlencoded"
    ).get_environ()
    environ |= {"wsgi.input": io.BytesIO(body), "wsgi.input_terminated": True}
    environ.pop("CONTENT_LENGTH", None)
    if announced is not None:
        environ["CONTENT_LENGTH"] = str(announced)
    answer, status, _headers = run_wsgi_app(whole_bodies(app.wsgi_app), environ)
    return status, b"".join(answer)


def test_half_a_form_is_no_form() -> None:
    assert send(FORM, "/form", announced=len(FORM))[0] == "200 OK"
    assert send(FORM[:-10], "/form", announced=len(FORM))[0] == "400 BAD REQUEST"


def test_a_form_in_chunks_has_no_length_to_count_against() -> None:
    assert send(FORM, "/form", announced=None)[0] == "200 OK"


def test_of_an_upload_that_was_cut_all_that_came_is_read() -> None:
    assert send(FORM[:-10], "/upload", announced=len(FORM)) == ("200 OK", b"cut")
    assert b"".join(taken) == FORM[:-10]
