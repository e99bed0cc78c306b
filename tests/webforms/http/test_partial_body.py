"""A line that breaks while a form is being sent: granian hands over what came as if it were all."""

from __future__ import annotations

import io

import pytest
from flask import Flask, request
from werkzeug.exceptions import ClientDisconnected
from werkzeug.test import EnvironBuilder, TestResponse, run_wsgi_app
from werkzeug.wrappers import Request

from engine.database import reading, transaction
from engine.inbox import drafts
from tests.conftest import not_none
from tests.office import Office
from tests.webforms.desk import Desk
from tests.webforms.seen import desk, words
from webforms.cli.server import whole_bodies
from webforms.http.partial_body import FormParser, PartialBody

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


BOUNDARY = "----alur"
PARTS = f"multipart/form-data; boundary={BOUNDARY}"


def part(name: str, value: str, file: str = "") -> bytes:
    named = f'; filename="{file}"' if file else ""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n'
    kind = "Content-Type: image/jpeg\r\n" if file else ""
    return f"{head}{kind}\r\n{value}\r\n".encode()


WHOLE = (
    part("judul", "Bakti sosial")
    + part("foto.upload", "A" * 9000, "satu.jpg")
    + part("isi", "Baris satu\r\nbaris dua")
    + part("foto.upload", "B" * 9000, "dua.jpg")
    + f"--{BOUNDARY}--\r\n".encode()
)


def cut_at(length: int, body: bytes = WHOLE, kind: str = PARTS) -> PartialBody | None:
    """What is known of a form of which so many bytes came; None when it was whole."""
    environ = EnvironBuilder("/", method="POST").get_environ() | {
        "CONTENT_TYPE": kind,
        "wsgi.input": io.BytesIO(body[:length]),
        "CONTENT_LENGTH": str(len(body)),
    }
    request = Reader(environ)
    try:
        assert request.form["judul"] == "Bakti sosial"
    except PartialBody as cut:
        return cut
    files = request.files.getlist("foto.upload")
    request.close()
    assert [file.filename for file in files] == ["satu.jpg", "dua.jpg"]
    return None


class Reader(Request):
    form_data_parser_class = FormParser


def test_wherever_it_is_cut_what_came_before_is_known() -> None:
    texts, files = 0, 0
    for length in [*range(400), *range(8800, len(WHOLE), 3)]:
        cut = cut_at(length)
        assert cut is not None, length
        assert set(cut.texts) <= {"judul", "isi", "_end"}
        assert "Bakti sosial".startswith("".join(cut.texts.get("judul", [])))
        assert "Baris satu\r\nbaris dua".startswith("".join(cut.texts.get("isi", [])))
        for file in cut.files.getlist("foto.upload"):
            assert len(file.stream.read()) == 9000, (length, file.filename)
            file.close()
        # More bytes, never less of either.
        assert texts <= sum(len(value) for values in cut.texts.values() for value in values)
        texts = sum(len(value) for values in cut.texts.values() for value in values)
        files = max(files, len(cut.files))
    assert (texts, files) == (len("Bakti sosial") + len("Baris satu\r\nbaris dua"), 1)
    assert cut_at(len(WHOLE)) is None


def test_a_form_without_files_is_known_up_to_the_last_letter() -> None:
    body = b"judul=Bakti+sosial&isi=Caf%C3%A9+ya"
    for length in range(len(body)):
        cut = cut_at(length, body, "application/x-www-form-urlencoded")
        assert cut is not None
        assert "Café ya".startswith(cut.texts.get("isi", [""])[0])
        assert "Bakti sosial".startswith(cut.texts.get("judul", [""])[0])
    assert not_none(cut_at(30, body, "application/x-www-form-urlencoded")).texts == {
        "judul": ["Bakti sosial"],
        "isi": ["Caf"],
    }


def send_cut(browser: Desk, path: str, body: bytes, length: int) -> TestResponse:
    return browser.post(
        path,
        input_stream=io.BytesIO(body[:length]),
        content_type=PARTS,
        environ_overrides={"CONTENT_LENGTH": str(len(body))},
    )


@pytest.mark.parametrize("action", ["", "/draft", "/release"])
def test_what_came_of_a_cut_form_is_a_draft(whole: Flask, open_office: Office, action: str) -> None:
    office = open_office
    task = office.task(office.start()).id
    browser = desk(whole, office.siti)
    with transaction() as session:
        drafts.save(session, task, {"catatan": ["Dari kemarin"], "judul": ["Lama"]}, by=office.siti)
    body = part("csrf_token", browser.token()) + part("judul", "Bakti sosial") + part("catatan", "Baru" * 99)
    answer = send_cut(browser, f"/tasks/{task}{action}", body, body.index(b'name="catatan"'))
    assert answer.status_code == 400
    assert "Sambungan terputus; belum ada yang dikirim" in words(answer)
    assert "Bakti sosial" in answer.text
    with reading() as session:
        kept = drafts.load(session, task, by=office.siti)
    assert kept is not None
    # What was not sent this time is as it was.
    assert kept.typed == {"catatan": ["Dari kemarin"], "judul": ["Bakti sosial"]}
    assert office.task(1).element == "Serah"


@pytest.mark.parametrize("token", ["", "salah"])
def test_a_cut_form_of_another_site_is_no_draft(whole: Flask, open_office: Office, token: str) -> None:
    task = open_office.task(open_office.start()).id
    browser = desk(whole, open_office.siti)
    body = part("csrf_token", token) + part("judul", "Disisipkan") + part("catatan", "x" * 99)
    answer = send_cut(browser, f"/tasks/{task}", body, len(body) - 50)
    assert answer.status_code == 400
    assert "Kembali ke halaman sebelumnya" in words(answer)
    with reading() as session:
        assert drafts.load(session, task, by=open_office.siti) is None


def test_a_cut_form_elsewhere_is_told_what_to_do(whole: Flask, open_office: Office) -> None:
    browser = desk(whole, open_office.tono)
    body = part("csrf_token", browser.token()) + part("diagram", "<x>" * 99, "baru.bpmn")
    answer = send_cut(browser, "/definitions", body, len(body) - 50)
    assert answer.status_code == 400
    assert "Sambungan terputus sebelum seluruh isian sampai" in words(answer)
