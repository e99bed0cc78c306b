"""Errors as HTTP responses: the only place that knows both kinds of error and statuses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import ClientDisconnected, HTTPException

from engine import errors, texts
from engine.calendar import local_zone
from engine.texts import text
from webforms.http.request import wants_json
from webforms.http.request_ids import request_id
from webforms.presentation.language import current_language
from webforms.presentation.times import when

STATUS: dict[type[errors.EngineError], int] = {
    errors.NotFound: 404,
    errors.NotAllowed: 403,
    errors.PasswordNeeded: 401,
    errors.TooMuch: 413,
    errors.TooOften: 429,
    errors.Conflict: 409,
    errors.Invalid: 422,
    errors.InvalidDiagram: 422,
    errors.TooCostly: 422,
    errors.ProcessFailed: 500,
    errors.Unavailable: 503,
    errors.DiskFull: 507,
}

#: Seconds, as the header says them.
RETRY_AFTER = "5"

log = structlog.get_logger("alur.web")


def status_of(error: errors.EngineError) -> int:
    """Of the nearest kind that has one; 500 for a kind that has none."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def title_of(error: errors.EngineError) -> str:
    """In the reader's language."""
    return text(f"errors.{_known_code(error, 'title')}.title", current_language())


def message_of(error: errors.EngineError) -> str:
    """What happened, in the reader's language, with names and times as people write them."""
    params = localized(error.params)
    code = _known_code(error, "message")
    reason = error.params.get("reason")
    if isinstance(error, errors.InvalidDiagram) and isinstance(reason, str) and texts.known(reason):
        return text(reason, current_language(), **params)
    if isinstance(error, errors.TaskAlreadyDone) and error.params.get("who") is None:
        return text("errors.task_already_done.message_elsewhere", current_language())
    return text(f"errors.{code}.message", current_language(), **params)


def problem_text(problem: errors.Problem) -> str:
    """One thing wrong with one input. A rule of the diagram brings its own sentence."""
    if problem.text:
        return problem.text
    return text(problem.code, current_language(), **localized(problem.params))


def localized(params: Mapping[str, object]) -> dict[str, object]:
    """Moments as people write them, in the reader's language; everything else as it is."""
    return {
        name: when(value, current_language(), local_zone()) if isinstance(value, datetime) else value
        for name, value in params.items()
    }


def set_up(app: Flask) -> None:
    """For engine errors, HTTP's own, and whatever nobody foresaw (500, with a reference to the log)."""
    app.register_error_handler(errors.EngineError, engine_error)
    app.register_error_handler(errors.Unavailable, unavailable)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, _unforeseen)


def error_response(status: int, title: str, message: str, **extra: object) -> Response:
    """A page for people, JSON for our own scripts. What is our fault carries the request's name."""
    if status >= 500:
        extra["reference"] = request_id()
    if wants_json():
        return make_response(jsonify(title=title, message=message, **extra), status)
    page = render_template(
        "error.html",
        status=status,
        reference=extra.get("reference"),
        title=title,
        message=message,
        back_url=referring_page(),
    )
    return make_response(page, status)


def referring_page() -> str | None:
    """The page of ours that led here, with its form as it was; None when there is none besides this one."""
    page = urlsplit(request.referrer or "")
    if page.netloc != request.host or page.path in {request.path, "/login"}:
        return None
    return f"{page.path}?{page.query}" if page.query else page.path


def _known_code(error: errors.EngineError, part: str) -> str:
    """The most special class whose code has words."""
    codes = [kind.code for kind in type(error).__mro__ if issubclass(kind, errors.EngineError)]
    return next((code for code in codes if texts.known(f"errors.{code}.{part}")), "error")


def engine_error(error: errors.EngineError) -> Response:
    """By STATUS; `Invalid` also brings `problems`, input → sentence, where JSON is wanted."""
    status = status_of(error)
    # Busy with too many is no fault of ours; whoever floods us must not fill the log, too.
    if status >= 500 and "seconds" not in error.params:
        log.error("engine_error", code=error.code, path=request.path, params=str(error.params))
    extra: dict[str, object] = {"code": error.code}
    if isinstance(error, errors.Invalid):
        extra["problems"] = {path: problem_text(problem) for path, problem in error.problems.items()}
    response = error_response(status, title_of(error), message_of(error), **extra)
    if isinstance(error, errors.Unavailable | errors.TooOften):
        response.headers["Retry-After"] = str(error.params.get("seconds", RETRY_AFTER))
    return response


def refuse_by(answer: Callable[[errors.Unavailable], ResponseReturnValue]) -> None:
    """For a form whose page can hold what was typed: `answer` makes that page when the database can't be
    used, at the commit, too, when the view has answered already."""
    g.refusal = answer


def unavailable(error: errors.Unavailable) -> Response:
    """As `refuse_by` says, if that page can be made now; else a page of its own."""
    try:
        return engine_error(error) if wants_json() else make_response(g.get("refusal", engine_error)(error))
    except errors.EngineError:
        return engine_error(error)


def http_error(error: HTTPException) -> ResponseReturnValue:
    """The words of its status; Retry-After and Allow as werkzeug set them."""
    status = error.code or 500
    if error.response is not None or status < 400:
        return error.get_response()
    code = f"http_{status}" if texts.known(f"errors.http_{status}.title") else "error"
    if isinstance(error, ClientDisconnected):
        code = "connection_lost"
    response = error_response(
        status,
        text(f"errors.{code}.title", current_language()),
        text(f"errors.{code}.message", current_language(), reference=request_id()),
    )
    for name in ("Retry-After", "Allow"):
        if name in dict(error.get_headers()):
            response.headers[name] = dict(error.get_headers())[name]
    return response


def _unforeseen(error: Exception) -> ResponseReturnValue:
    if isinstance(error, OSError) and errors.means_full_disk(error):
        return engine_error(errors.DiskFull(reason=error.strerror))
    log.error("unforeseen", path=request.path, exc_info=error)
    return error_response(
        500,
        text("errors.http_500.title", current_language()),
        text("errors.http_500.message", current_language(), reference=request_id()),
    )
