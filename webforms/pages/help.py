"""Bantuan: the manual, page by page, searched, or as one page to be printed."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Flask, Response, render_template, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.actor import Actor
from engine.errors import NotFound
from engine.texts import LANGUAGES
from webforms.auth.session import public
from webforms.http import query
from webforms.manual import FOLDER
from webforms.manual import page as manual
from webforms.manual.places import place_of
from webforms.manual.search import search
from webforms.presentation.language import current_language

pages = Blueprint("help", __name__)

_HOUR = 3600

#: What may be read before anybody has logged in.
_GETTING_IN = "login"
#: Office → the pages that are written for it.
_READERS = {
    "supervisor": {"supervise"},
    "process_admin": {"revise", "import", "diagram"},
    "auditor": {"audit"},
    "admin": {"administer"},
}


@dataclass(frozen=True, kw_only=True)
class PageHelp:
    url: str
    title: str


def set_up(app: Flask) -> None:
    """`page_help()` in every template: the section about the page that is shown."""
    app.register_blueprint(pages)

    @app.context_processor
    def help_for_page() -> dict[str, object]:
        return {"page_help": _page_help}


def _page_help() -> PageHelp:
    name, anchor = place_of(request.endpoint)
    title = manual.page(name, current_language()).title_of(anchor)
    return PageHelp(url=url_for("help.show", name=name, _anchor=anchor), title=title)


@pages.get("/help")
def index() -> ResponseReturnValue:
    """The manual's pages, those for the reader's offices first."""
    everything, names = manual.pages(current_language()), _written_for(current_user.actor)
    yours = [page for page in everything if page.name in names]
    return render_template("help/index.html", pages=everything, yours=yours)


@pages.get("/help/<name>")
def show(name: str) -> ResponseReturnValue:
    """One page of the manual; 404."""
    return render_template("help/page.html", page=_page(name), pages=manual.pages(current_language()))


@pages.get(f"/help/{_GETTING_IN}")
@public
def getting_in() -> ResponseReturnValue:
    """The page about logging in: public, for whoever can't get in."""
    if current_user.is_authenticated:
        return show(_GETTING_IN)
    return render_template("help/getting_in.html", page=_page(_GETTING_IN))


@pages.get("/help/search")
def find() -> ResponseReturnValue:
    """Sections with all words of `q`."""
    question = query.search()
    return render_template(
        "help/search.html", question=question, results=search(question, current_language())
    )


@pages.get("/help/all")
def whole() -> ResponseReturnValue:
    """All pages as one, for printing."""
    return render_template("help/all.html", pages=manual.pages(current_language(), whole=True))


@pages.get("/help/pictures/<language>/<name>.avif")
@public
def picture(language: str, name: str) -> Response:
    """Public, as `getting_in`; 404."""
    if language not in LANGUAGES:
        raise NotFound(language=language)
    return send_from_directory(FOLDER / language / "pictures", f"{name}.avif", max_age=_HOUR)


def _page(name: str) -> manual.Page:
    try:
        return manual.page(name, current_language())
    except KeyError:
        raise NotFound(page=name) from None


def _written_for(actor: Actor) -> set[str]:
    """The pages for what this reader does."""
    work = {"work", "decide"} if actor.roles else set()
    return work.union(*(_READERS[office] for office in actor.offices))
