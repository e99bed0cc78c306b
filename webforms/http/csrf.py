"""The token that every form carries (Flask-WTF): a form without it could have been sent by another site.

Set up before `webforms.auth.session`: such a form is turned away before anybody asks who sent it.
"""

from __future__ import annotations

from collections.abc import Mapping

import structlog
from flask import Flask, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect, validate_csrf
from wtforms.validators import ValidationError  # type: ignore[import-untyped]

from webforms.http.errors import error_response
from webforms.presentation.language import t

log = structlog.get_logger("alur.csrf")


def set_up(app: Flask) -> CSRFProtect:
    """Every POST, PUT, PATCH and DELETE needs a token; without one 400. The result can exempt views."""
    # The token lives as long as the login; a form left open over lunch must still be accepted.
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    app.register_error_handler(CSRFError, _no_token)
    return CSRFProtect(app)


def has_valid_token(typed: Mapping[str, list[str]]) -> bool:
    """Whether this came from a form of ours: for what is looked at before CSRFProtect could."""
    try:
        validate_csrf(typed.get("csrf_token", [""])[0])
    except ValidationError:
        return False
    return True


def _no_token(error: CSRFError) -> ResponseReturnValue:
    # Behind a proxy that doesn't send on by which name it was asked, this is every form.
    log.warning("form_refused", why=error.description, host=request.host, path=request.path)
    words = f"{t('login.form_stale')} {t('login.form_stale_next')}"
    return error_response(400, t("login.form_stale_title"), words, code="form_stale")
