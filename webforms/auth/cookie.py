"""The session cookie: signed, and of no age.

How long a login lasts is written in its row (engine.people.logins). A cookie that is dated as well is refused
when it seems to come from the future: a server whose clock was set back would log everybody out.
"""

from __future__ import annotations

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature


class UndatedCookie(SecureCookieSessionInterface):
    """Flask's own, but for the date."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """An empty one for a cookie that isn't ours; None without a secret key."""
        signer = self.get_signing_serializer(app)
        if signer is None:
            return None
        try:
            return self.session_class(signer.loads(request.cookies.get(self.get_cookie_name(app), "")))
        except BadSignature:
            return self.session_class()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Nothing where the answer is alike for everybody: a cache need not tell cookies apart."""
        if session.modified or not response.cache_control.public:
            super().save_session(app, session, response)
