"""The browser at the other end: by what words people recognise it, and whose right password it has seen."""

from __future__ import annotations

import hashlib
import secrets

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from engine.people.attempts import Origin

_HALF_A_YEAR = 180 * 24 * 3600
#: As on a shared computer.
_MAX_ACCOUNTS = 5

# In this order: Edge calls itself Chrome and Safari, too, and Android calls itself Linux.
_BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def device_name() -> str:
    """ "Firefox, Android": enough for people to recognise their own."""
    agent = request.headers.get("User-Agent", "")
    found = [
        next((name for mark, name in names.items() if mark in agent), "") for names in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(name for name in found if name)


def login_origin(username: str) -> Origin:
    """Where a try to log in to this account comes from."""
    return Origin(
        address=request.remote_addr or "",
        known_browser=_known_accounts().get(_account_mark(username)),
        pepper=str(current_app.secret_key),
    )


def remember_browser(response: Response, username: str) -> Response:
    """It has seen the right password: wrong ones from elsewhere no longer close its door."""
    mark = _account_mark(username)
    others = [(other, token) for other, token in _known_accounts().items() if other != mark]
    response.set_cookie(
        _cookie(),
        _signer().dumps(dict([*others, (mark, secrets.token_urlsafe(12))][-_MAX_ACCOUNTS:])),
        max_age=_HALF_A_YEAR,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
    return response


def _known_accounts() -> dict[str, str]:
    """Mark of an account → the token under which this browser's wrong passwords for it are counted."""
    try:
        known: dict[str, str] = _signer().loads(request.cookies.get(_cookie(), ""))
    except BadSignature:
        return {}
    return known


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="known-browser")


def _account_mark(username: str) -> str:
    """An account's name in a cookie that the next person at the same computer can read."""
    key = hashlib.sha256(str(current_app.secret_key).encode()).digest()
    return hashlib.blake2b(username.strip().lower().encode(), key=key, digest_size=9).hexdigest()


def _cookie() -> str:
    return "__Host-alur-browser" if current_app.config["SESSION_COOKIE_SECURE"] else "alur-browser"
