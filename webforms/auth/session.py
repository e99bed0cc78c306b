"""Who is asking: Flask-Login over the engine's own logins.

The signed session cookie carries a random token, the database its hash (engine.people.logins): a login ends
when the row says so, whatever a cookie claims. Every page is closed unless its view is marked `public`.

There is no "remember me", and no session protection by address: a telephone changes its address between two
photos. What protects is the token: new at every login and change of password, worthless after both.

Set up after `webforms.http.csrf`: whoever sends a form without its token is turned away before this.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    current_app,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as browser_session
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user

from engine import clock
from engine.actor import Actor
from engine.config import Config
from engine.database import reading, transaction
from engine.errors import Unavailable
from engine.people.logins import LoggedIn, find_login, touch_login
from webforms.auth.cookie import UndatedCookie
from webforms.http.csrf import name_person, sent_by
from webforms.http.limits import LOGIN_TOKEN
from webforms.http.request import wants_json
from webforms.presentation.language import t, use_language
from webforms.resubmit.sealed import Sealed, seal_typed

#: Views that anybody may see, beside those marked `public`: static files and the frame's own.
_PUBLIC = {
    "static",
    "emblem",
    "brand",
    "healthy",
    "ready",
    "csp_report",
    "csp_reports",
    "client_error",
    "client_errors",
    # Who has its token, not who is logged in.
    "metrics",
}

View = TypeVar("View", bound=Callable[..., Any])


class SessionUser:
    """`current_user` while somebody is logged in, as Flask-Login wants it."""

    is_authenticated = is_active = True
    is_anonymous = False

    def __init__(self, actor: Actor, token: str, login: LoggedIn | None = None) -> None:
        self.actor = actor
        self.token = token
        self._login = login

    def get_id(self) -> str:
        """Flask-Login writes it into the session cookie: the token, not the person's id."""
        return self.token

    @property
    def ends_in(self) -> int:
        """Seconds until the login ends unless it is used; 0 on the request that opened it."""
        return int((self._login.ends_at - clock.now()).total_seconds()) if self._login else 0

    @property
    def may_last(self) -> bool:
        """Whether using it lets it end later."""
        return bool(self._login and self._login.expires_at > self._login.ends_at)


def public(view: View) -> View:
    """Mark a view that needs no login."""
    view.public = True  # type: ignore[attr-defined]
    return view


def set_up(app: Flask, config: Config) -> None:
    """The cookie, and a check before every request: a view that is not `public` needs a login."""
    app.config.update(
        # __Host-: https only, this host only, so that no neighbouring site can plant one.
        SESSION_COOKIE_NAME="__Host-alur" if config.production else "alur",
        SESSION_COOKIE_SECURE=config.production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
    )
    app.session_interface = UndatedCookie()
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(_load)
    manager.unauthorized_handler(unauthorized)
    app.before_request(_require_login)


def begin_session(token: str, actor: Actor) -> None:
    """Logged in from here on, in a session that shares nothing with the one before."""
    browser_session.clear()
    name_person(actor.id)
    login_user(SessionUser(actor, token))
    use_language(actor.language)


def session_token() -> str | None:
    """This browser's token, whether or not its login has ended."""
    token: str | None = browser_session.get(LOGIN_TOKEN)
    return token


def login_page(
    *,
    status: int = 200,
    next_url: str = "/",
    sealed: Sealed | None = None,
    problem: str | None = None,
    username: str = "",
) -> Response:
    """`sealed`: what was typed when the login had ended; `problem`: a sentence. Says so where a login
    ended."""
    expired = not current_user.is_authenticated and session_token() is not None
    page = render_template(
        "login/page.html",
        next_url=next_url,
        sealed=sealed,
        problem=problem,
        username=username,
        expired=expired,
    )
    return make_response(page, status)


def local_path(url: str | None) -> str:
    """`url` if it leads to a page of ours, else the first page: nobody is sent elsewhere by a link to us."""
    if not url or not url.startswith("/") or not url.isprintable() or "\\" in url:
        return "/"
    parts = urlsplit(url)
    # "//elsewhere.example/" is an address of its own to a browser; after logging in nobody wants to log out.
    if parts.scheme or parts.netloc or url.startswith("//") or parts.path in {"/login", "/logout"}:
        return "/"
    return url


def _require_login() -> ResponseReturnValue | None:
    if request.endpoint in _PUBLIC:
        return None
    # Found out here, before a view opens its transaction: writing down `seen_at` is one of its own.
    known = current_user.is_authenticated
    if known or request.endpoint is None:
        return None
    if getattr(current_app.view_functions[request.endpoint], "public", False):
        return None
    return unauthorized()


def _load(token: str) -> SessionUser | None:
    if g.get("login_unknown"):
        # The database didn't answer; the page that says so is one for nobody.
        return None
    g.login_unknown = True
    with reading() as session:
        found = find_login(session, token)
    g.login_unknown = False
    if found is None:
        return None
    # A page that renews itself is not a person: left open, it must not keep a login alive.
    if found.stale and "live" not in request.args:
        # Where nothing can be written, people can still read, and a form says itself why it isn't taken.
        with suppress(Unavailable), transaction() as session:
            touch_login(session, token)
            found = found.touched()
    return SessionUser(found.actor, token, found)


def use_login() -> None:
    """Of who is logged in: the hour begins anew, without anything else being asked for."""
    with transaction() as session:
        touch_login(session, current_user.token)
        found = find_login(session, current_user.token)
    if found is not None:
        login_user(SessionUser(found.actor, current_user.token, found))


def unauthorized() -> ResponseReturnValue:
    """What a request without a login is answered: the login page, with what was typed sealed in it."""
    if wants_json():
        return jsonify(code="login_expired", title=t("login.title"), message=t("login.expired")), 401
    if request.method in {"GET", "HEAD"}:
        path = local_path(request.full_path.rstrip("?"))
        return redirect(url_for("login.show", next=path) if path != "/" else url_for("login.show"))
    # Only what came with our own token in it: otherwise another site could have typed it.
    person_id = sent_by()
    sealed = seal_typed(person_id) if person_id is not None else None
    return login_page(status=401, next_url=_page_of_form(), sealed=sealed)


def _page_of_form() -> str:
    """The page that holds the form which was sent."""
    referrer = urlsplit(request.referrer or "")
    if referrer.netloc != request.host:
        return "/"
    return local_path(referrer.path + (f"?{referrer.query}" if referrer.query else ""))
