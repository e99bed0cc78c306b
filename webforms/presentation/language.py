"""The reader's language: from their profile, else their choice at the door, else their browser's wish."""

from __future__ import annotations

from flask import Flask, Response, current_app, g, has_request_context, request
from flask_login import current_user

from engine.lists import COUNTED
from engine.texts import DEFAULT, LANGUAGES, Words, number_in_words, text
from webforms.presentation import office_language

_YEAR = 365 * 24 * 3600


def set_up(app: Flask) -> None:
    """`t("area.key", **params)` in every template, and in macros imported without context."""
    app.jinja_env.globals["t"] = t
    app.jinja_env.filters["counted"] = counted
    office_language.set_up(app, language=current_language)

    @app.context_processor
    def languages() -> dict[str, object]:
        return {"language": current_language(), "languages": LANGUAGES}


def current_language() -> str:
    """One of LANGUAGES; the default outside a request."""
    # Asked for by every text of a page, and found at the first look by all but the first.
    try:
        found: str | None = g.get("language")
    except RuntimeError:
        return DEFAULT
    if found is None and has_request_context():
        found = g.language = _find_language()
    return found or DEFAULT


def t(key: str, **params: object) -> Words:
    """A text in the reader's language; the key itself where no catalogue has it."""
    return text(key, current_language(), **params)


def counted(number: int) -> int | str:
    """For pages: beyond COUNTED nothing is counted, and "1.000+" says so."""
    return number if number <= COUNTED else f"{number_in_words(COUNTED, current_language())}+"


def use_language(language: str) -> None:
    """For the rest of this request: somebody has just chosen it."""
    if language in LANGUAGES:
        g.language = language


def remember_language(response: Response, language: str) -> Response:
    """For this browser while nobody is logged in."""
    response.set_cookie(
        _cookie(),
        language,
        max_age=_YEAR,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
    return response


def _find_language() -> str:
    actor = getattr(current_user, "actor", None)
    chosen = actor.language if actor is not None else request.cookies.get(_cookie())
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES) or DEFAULT


def _cookie() -> str:
    return "__Host-alur-language" if current_app.config["SESSION_COOKIE_SECURE"] else "alur-language"
