"""Lembar SOP: the official sheet of a version, as PDF and to be printed from the browser. Beside it, the
diagram as a picture."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from typing import Literal

from flask import Blueprint, Response, abort, current_app, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.database import reading
from engine.documents import papers, sheet_profile
from engine.documents.papers import Printable
from webforms.presentation.language import current_language

pages = Blueprint("sheets", __name__)
_HOUR = 3600
_PIXELS_A_MM = 96 / 25.4

#: What a picture of ours may do where it is opened by itself.
_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@pages.get("/definitions/<key>/versions/<int:number>/sheet.pdf")
def as_pdf(key: str, number: int) -> ResponseReturnValue:
    """Of a version that the reader may see, else 404; 422 for more than a sheet can hold, 503 for too many
    at once."""
    paper = _paper(key, number)
    return send_file(
        BytesIO(papers.pdf(paper)),
        mimetype="application/pdf",
        download_name=f"sop-{key}-{number}.pdf",
        max_age=0,
    )


@pages.get("/definitions/<key>/versions/<int:number>/sheet")
def show(key: str, number: int) -> ResponseReturnValue:
    """The sheet page by page, as pictures. 404, 422, 503."""
    paper = _paper(key, number)
    made_for = sheet_profile.current().paper
    return render_template(
        "sheets/page.html",
        paper=paper,
        key=key,
        number=number,
        pictures=[_hash(picture) for picture in papers.pages(paper)],
        size=[round(length * _PIXELS_A_MM) for length in (made_for.width, made_for.height)],
    )


@pages.get("/definitions/<key>/versions/<int:number>/sheet-<int:page>.svg")
def as_picture(key: str, number: int, page: int) -> ResponseReturnValue:
    """One page of the sheet as SVG, from 1, with a policy of its own. `of` in its address says which content
    is meant: that need not be asked for again for an hour, then who may see it is. 404, 422, 503."""
    made = papers.pages(_paper(key, number))
    if not 1 <= page <= len(made):
        abort(404)
    picture = made[page - 1]
    content = _hash(picture)
    response = Response(
        picture,
        mimetype="image/svg+xml",
        headers={"Content-Security-Policy": _PICTURE_POLICY},
    )
    is_meant = request.args.get("of") == content
    response.headers["Cache-Control"] = (
        f"private, max-age={_HOUR}, immutable" if is_meant else "private, no-cache"
    )
    response.set_etag(content)
    return response.make_conditional(request)


@pages.get("/definitions/<key>/versions/<int:number>/diagram.<any(svg, png):suffix>")
def diagram(key: str, number: int, suffix: Literal["svg", "png"]) -> ResponseReturnValue:
    """The diagram as a file to be put into another paper, with a policy of its own. 404, 422, 503."""
    with reading() as session:
        drawable = papers.diagram(session, key, number, by=current_user.actor, language=current_language())
    response = send_file(
        BytesIO(papers.picture(drawable, suffix)),
        mimetype="image/svg+xml" if suffix == "svg" else "image/png",
        as_attachment=True,
        download_name=f"{drawable.file_name}.{suffix}",
        max_age=0,
    )
    response.headers["Content-Security-Policy"] = _PICTURE_POLICY
    return response


def _hash(picture: bytes) -> str:
    return sha256(picture).hexdigest()[:16]


def _paper(key: str, number: int) -> Printable:
    emblem = current_app.config["ALUR"].emblem
    with reading() as session:
        return papers.sop_sheet(
            session,
            key,
            number,
            by=current_user.actor,
            language=current_language(),
            emblem=emblem.read_bytes() if emblem else None,
        )
