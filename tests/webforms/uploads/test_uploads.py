"""The tus protocol, request by request."""

from __future__ import annotations

from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from werkzeug.middleware.proxy_fix import ProxyFix

from engine import clock
from engine.database import reading, transaction
from engine.storage import folders, uploads
from engine.tables.uploads import Upload
from tests.engine.storage import making
from tests.webforms.desk import json_of
from tests.webforms.uploads.counter import *  # noqa: F403  fixtures
from tests.webforms.uploads.counter import Counter, TusBrowser, checksum, metadata

PHOTO = making.jpeg()


@pytest.fixture
def siti(counter: Counter) -> TusBrowser:
    return counter.browser(counter.office.siti)


@pytest.fixture
def address(counter: Counter, siti: TusBrowser) -> str:
    return siti.begin(counter.task, len(PHOTO)).headers["Location"]


def test_the_server_says_what_it_can(siti: TusBrowser) -> None:
    said = siti.ask("OPTIONS", "/uploads", Tus_Resumable=None)
    assert said.status_code == 204
    assert said.headers["Tus-Version"] == said.headers["Tus-Resumable"] == "1.0.0"
    assert set(said.headers["Tus-Extension"].split(",")) == {
        "creation", "creation-with-upload", "termination", "checksum", "expiration"
    }  # fmt: skip
    assert said.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"
    assert int(said.headers["Tus-Max-Size"]) >= 500 * 1024 * 1024


def test_a_file_goes_up_in_two_parts(counter: Counter, siti: TusBrowser) -> None:
    made = siti.begin(counter.task, len(PHOTO), name="Foto Desa.JPG")
    assert (made.status_code, made.headers["Upload-Offset"]) == (201, "0")
    assert parsedate_to_datetime(made.headers["Upload-Expires"]) > clock.now() + timedelta(days=6)
    address = made.headers["Location"]
    part = siti.patch(address, 0, PHOTO[:500])
    assert (part.status_code, part.headers["Upload-Offset"], part.data) == (204, "500", b"")
    asked = siti.ask("HEAD", address)
    assert (asked.status_code, asked.headers["Upload-Offset"]) == (200, "500")
    assert (asked.headers["Upload-Length"], asked.headers["Cache-Control"]) == (str(len(PHOTO)), "no-store")
    assert siti.patch(address, 500, PHOTO[500:]).headers["Upload-Offset"] == str(len(PHOTO))
    seen = json_of(siti.get(f"{address}/status"))
    answer = seen.pop("answer")
    assert (answer["file"], answer["name"], answer["type"]) == (seen["id"], "Foto Desa.JPG", "image/jpeg")
    assert seen == {
        "id": address.rpartition("/")[2], "state": "ready", "state_text": "Siap", "reason": None,
        "problem": None, "name": "Foto Desa.JPG", "size": len(PHOTO), "media_type": "image/jpeg",
        "width": 64, "height": 48, "thumb_url": f"/files/{address.rpartition('/')[2]}/thumb",
    }  # fmt: skip
    assert siti.get(seen["thumb_url"]).mimetype in {"image/jpeg", "image/png"}


def test_a_part_that_does_not_continue_is_409(siti: TusBrowser, address: str) -> None:
    siti.patch(address, 0, PHOTO[:500])
    for offset in (0, 499, 501):
        assert siti.patch(address, offset, PHOTO[offset:]).status_code == 409
    assert siti.ask("HEAD", address).headers["Upload-Offset"] == "500"


def test_a_part_of_another_content_type_is_415(siti: TusBrowser, address: str) -> None:
    assert siti.patch(address, 0, PHOTO, Content_Type="image/jpeg").status_code == 415
    assert siti.ask("HEAD", address).headers["Upload-Offset"] == "0"


def test_another_version_of_the_protocol_is_412(siti: TusBrowser, address: str) -> None:
    for version in (None, "0.2.2", "1.0.1"):
        refused = siti.patch(address, 0, PHOTO, Tus_Resumable=version)
        assert (refused.status_code, refused.headers["Tus-Version"]) == (412, "1.0.0"), version
        assert siti.ask("HEAD", address, Tus_Resumable=version).status_code == 412, version


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_part_that_changed_on_its_way_is_460(siti: TusBrowser, address: str, algorithm: str) -> None:
    refused = siti.patch(address, 0, PHOTO[:500], Upload_Checksum=checksum(b"other", algorithm))
    assert refused.status == "460 Checksum Mismatch"
    assert json_of(refused)["code"] == "upload_checksum"
    assert siti.ask("HEAD", address).headers["Upload-Offset"] == "0"
    right = siti.patch(address, 0, PHOTO[:500], Upload_Checksum=checksum(PHOTO[:500], algorithm))
    assert (right.status_code, right.headers["Upload-Offset"]) == (204, "500")


def test_a_checksum_that_makes_no_sense_counts_nothing(siti: TusBrowser, address: str) -> None:
    for told in ("md5 AAAA", "sha1", "sha1 ***", "sha1 AAAA AAAA"):
        assert siti.patch(address, 0, PHOTO, Upload_Checksum=told).status_code in {400, 460}, told
        assert siti.ask("HEAD", address).headers["Upload-Offset"] == "0", told


def test_an_offset_that_is_no_number_is_400(siti: TusBrowser, address: str) -> None:
    for offset in (None, "", "-1", "1e3", "0x10", "٣", "9" * 30):
        assert siti.patch(address, 0, PHOTO, Upload_Offset=offset).status_code == 400, offset


def test_a_file_may_come_with_its_creation(counter: Counter, siti: TusBrowser) -> None:
    told = metadata(filename="foto.jpg", task=counter.task, field="foto")
    made = siti.ask(
        "POST", "/uploads", PHOTO, Upload_Length=len(PHOTO), Upload_Metadata=told,
        Content_Type="application/offset+octet-stream",
    )  # fmt: skip
    assert (made.status_code, made.headers["Upload-Offset"]) == (201, str(len(PHOTO)))
    assert json_of(siti.get(f"{made.headers['Location']}/status"))["state"] == "ready"


def test_an_upload_can_be_ended(siti: TusBrowser, address: str) -> None:
    siti.patch(address, 0, PHOTO[:500])
    assert siti.ask("DELETE", address).status_code == 204
    assert siti.ask("HEAD", address).status_code == 404
    assert siti.patch(address, 500, PHOTO[500:]).status_code == 404


def test_proxies_that_let_only_post_through_are_served(siti: TusBrowser, address: str) -> None:
    content = {"Content_Type": "application/offset+octet-stream", "Upload_Offset": 0}
    part = siti.ask("POST", address, PHOTO[:500], X_HTTP_Method_Override="PATCH", **content)
    assert (part.status_code, part.headers["Upload-Offset"]) == (204, "500")
    assert siti.ask("POST", address, X_HTTP_Method_Override="PUT").status_code == 400
    assert siti.ask("POST", address, X_HTTP_Method_Override="DELETE").status_code == 204


def test_an_upload_left_for_too_long_is_410(siti: TusBrowser, address: str) -> None:
    with transaction() as session:
        session.execute(update(Upload).values(expires_at=clock.now() - timedelta(seconds=1)))
    assert siti.ask("HEAD", address).status_code == 410
    assert json_of(siti.patch(address, 0, PHOTO))["code"] == "upload_expired"


def test_what_is_too_large_is_said_before_it_is_sent(counter: Counter, siti: TusBrowser) -> None:
    refused = siti.begin(counter.task, 1024 * 1024 + 1)
    assert refused.status_code == 413
    assert "paling besar 1 MB" in json_of(refused)["message"]
    assert siti.begin(counter.task, 400 * 1024 * 1024, field="video").status_code == 201


NONSENSE = (
    "", "task", "task MQ==", "field Zm90bw==", "task MQ==,field", "task ***,field Zm90bw==",
    metadata(task="satu", field="foto"), metadata(task=-1, field="foto"),
    metadata(task=10**12, field="foto"), metadata(task="٣", field="foto"), "task MQ==,field /w==",
    "x " + "A" * 5000,
)  # fmt: skip


def test_metadata_that_makes_no_sense_is_400(siti: TusBrowser) -> None:
    for told in NONSENSE:
        assert siti.ask("POST", "/uploads", Upload_Length=9, Upload_Metadata=told).status_code == 400, told


def test_a_length_is_needed(counter: Counter, siti: TusBrowser) -> None:
    told = metadata(task=counter.task, field="foto")
    assert siti.ask("POST", "/uploads", Upload_Defer_Length=1, Upload_Metadata=told).status_code == 400
    assert siti.ask("POST", "/uploads", Upload_Length=0, Upload_Metadata=told).status_code == 422


def test_a_field_that_takes_no_file_takes_none(counter: Counter, siti: TusBrowser) -> None:
    for field in ("judul", "rahasia", "judul.bukti"):
        assert siti.begin(counter.task, 9, field=field).status_code == 404, field
    # An unknown part is passed over, like a number.
    assert siti.begin(counter.task, 9, field="foto.keterangan").status_code == 201


def test_only_who_may_do_the_task_sends_files_for_it(
    counter: Counter, siti: TusBrowser, address: str
) -> None:
    budi = counter.browser(counter.office.budi)
    assert budi.begin(counter.task, 9).status_code == 403
    assert budi.begin(99_999, 9).status_code == 404
    for refused in (
        budi.ask("HEAD", address),
        budi.patch(address, 0, PHOTO),
        budi.ask("DELETE", address),
        budi.get(f"{address}/status"),
    ):
        assert refused.status_code == 404
    assert siti.patch(address, 0, PHOTO).status_code == 204


def test_without_login_or_token_nothing_is_taken(
    app: Flask, counter: Counter, siti: TusBrowser, address: str
) -> None:
    stranger = app.test_client()
    head = {"Tus-Resumable": "1.0.0", "Accept": "application/json"}
    assert stranger.head(address, headers=head).status_code == 401
    siti.token = "forged"
    assert siti.patch(address, 0, PHOTO).status_code == 400
    assert siti.begin(counter.task, 9).status_code == 400
    siti.token = counter.browser(counter.office.siti).token
    assert siti.ask("HEAD", address).headers["Upload-Offset"] == "0"


def test_an_address_is_an_id_or_nothing(siti: TusBrowser) -> None:
    for path in ("/uploads/1", "/uploads/../../etc/passwd", "/uploads/%2e%2e", "/uploads/x.part"):
        assert siti.ask("HEAD", path).status_code == 404, path


def test_the_address_of_an_upload_holds_behind_a_proxy(
    app: Flask, counter: Counter, siti: TusBrowser
) -> None:
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1, x_prefix=1)  # type: ignore[method-assign]
    told = metadata(task=counter.task, field="foto")
    made = siti.ask(
        "POST", "/uploads", Upload_Length=9, Upload_Metadata=told,
        X_Forwarded_Proto="https", X_Forwarded_Host="sop.example.go.id", X_Forwarded_Prefix="/alur",
        Referer="https://sop.example.go.id/alur/",
    )  # fmt: skip
    assert made.status_code == 201
    assert made.headers["Location"].startswith("/alur/uploads/")


REFUSED = (
    (making.zipped(), "foto", "(ZIP) tidak dapat diterima"),
    (making.HTML, "foto", "(HTML) tidak dapat diterima"),
    (making.SVG, "foto", "(SVG) tidak dapat diterima"),
    (making.film(), "foto", "(MP4) bukan jenis yang diminta pada isian ini (HEIC, JPG, PNG)"),
    (PHOTO[:400], "foto", "rusak atau terpotong"),
    (PHOTO + making.zipped(), "foto", "tersembunyi"),
    (making.film()[:-9], "video", "rusak atau terpotong"),
)


def test_a_refused_file_is_explained(counter: Counter, siti: TusBrowser) -> None:
    for content, field, words in REFUSED:
        seen = siti.send(counter.task, content, field=field)
        assert (seen["state"], seen["thumb_url"]) == ("refused", None), words
        assert words in seen["reason"]


def test_a_picture_that_is_too_small_is_told_before_it_is_described(
    counter: Counter, siti: TusBrowser
) -> None:
    seen = siti.send(counter.task, PHOTO, field="potret")
    assert (seen["state"], seen["problem"]) == (
        "ready",
        "“foto.jpg” berukuran 64 × 48 piksel; paling sedikit 1080 × 566.",
    )


def test_a_proof_of_consent_is_restricted_from_its_first_byte(counter: Counter, siti: TusBrowser) -> None:
    seen = siti.send(counter.task, making.PDF, field="foto.0.bukti", name="izin.pdf")
    assert seen["state"] == "ready"
    with reading() as session:
        upload = uploads.own(session, seen["id"], by=counter.office.siti)
    assert (upload.restricted, upload.field) == (True, "foto.bukti")


def test_a_cut_line_keeps_what_came(app: Flask, siti: TusBrowser, address: str) -> None:
    """The body ends before its announced length: what servers see of a lost connection."""
    headers = {
        "Tus-Resumable": "1.0.0", "X-CSRFToken": siti.token, "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream", "Content-Length": str(len(PHOTO)),
    }  # fmt: skip
    answer = siti.client.open(address, method="PATCH", data=PHOTO[:300], headers=headers)
    assert answer.status_code in {204, 400}
    assert siti.ask("HEAD", address).headers["Upload-Offset"] == "300"


def test_only_a_known_browser_may_send_much(app: Flask, counter: Counter, siti: TusBrowser) -> None:
    """Nobody fills the disk before they have logged in, not even with a form that is refused afterwards."""
    kept = folders.root() / "work"
    film = making.film(media=bytes(3 * 1024 * 1024))
    much = multipart(film, csrf_token="x")
    assert app.test_client().post("/login", **much).status_code == 413
    assert app.test_client().post("/login", **multipart(b"", csrf_token="x")).status_code == 400
    assert list(kept.iterdir()) == []
    form = multipart(film, csrf_token=siti.token, judul="Bakti sosial")
    assert siti.client.post(f"/tasks/{counter.task}", **form).status_code == 302
    with reading() as session:
        [seen] = session.scalars(select(Upload))
    assert (seen.field, seen.length, seen.state.value) == ("video", len(film), "attached")
    assert list(kept.iterdir()) == []


def multipart(film: bytes, **fields: str) -> dict[str, Any]:
    """A form with a film, as a browser without JavaScript sends it."""
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in fields.items()
    ]
    parts.append('Content-Disposition: form-data; name="video.upload"; filename="film.mp4"\r\n\r\n')
    body = "".join(f"\r\n--x\r\n{part}" for part in parts).encode() + film + b"\r\n--x--\r\n"
    return {"data": body, "content_type": "multipart/form-data; boundary=x"}
