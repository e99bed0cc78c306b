"""A form that comes without the token of its session, because the session has changed in another tab.

Out and in again, the same person: `webforms.http.csrf` takes it as it is. What is left: nobody is logged in
any more, and what was typed waits on the login page; somebody logs in who is logged in already, and is led
on; somebody logs out who is out.

Set up after `webforms.http.csrf` and `webforms.auth.session`.
"""

from __future__ import annotations

from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError

from webforms.auth.session import local_path, login_page, unauthorized
from webforms.http.csrf import is_ours, no_token, sent_by
from webforms.presentation.language import t
from webforms.resubmit.sealed import Sealed

#: Views of `webforms.pages.login`.
_LOGIN, _LOGOUT = (f"login.{view}" for view in ("enter", "leave"))


def set_up(app: Flask) -> None:
    """For every form."""
    app.register_error_handler(CSRFError, _answer)


def _answer(error: CSRFError) -> ResponseReturnValue:
    known = current_user.is_authenticated
    if request.endpoint == _LOGIN and is_ours():
        # Nobody is logged in by a form that may be another site's: they are asked once more.
        return redirect(local_path(request.form.get("next")), 303) if known else _login_page()
    if known:
        return no_token(error)
    if request.endpoint == _LOGOUT and is_ours():
        return redirect(url_for("login.show"), 303)
    return no_token(error) if sent_by() is None else unauthorized()


def _login_page() -> ResponseReturnValue:
    sealed = request.form.get("sealed")
    return login_page(
        status=400,
        next_url=local_path(request.form.get("next")),
        sealed=Sealed(sealed, files=False) if sealed else None,
        problem=t("login.once_more"),
        username=request.form.get("username", "")[:100],
    )
