"""A deed that was refused, on the page on which it was begun.

Whoever returned or withdrew a case, or asked for changes, had to say why. The dialog comes back open and
filled in; where the deed is no longer offered there, the words stand on top of the page, to be copied.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, current_app, g, make_response, request, url_for

from engine.errors import EngineError, Invalid, Unavailable
from webforms.deeds import DEEDS, Again, current
from webforms.problems import RETRY_AFTER, message_of, problem_text, status_of, title_of


def set_up(app: Flask) -> None:
    app.context_processor(lambda: {"again": current()})


def show_again(error: EngineError) -> Response:
    """The page of a deed of DEEDS that was refused; the status says that it was."""
    page, dialog = DEEDS[str(request.endpoint)]
    args: dict[str, Any] = request.view_args or {}
    words = [message_of(error)]
    if isinstance(error, Invalid):
        words = [problem_text(problem) for problem in error.problems.values()]
    g.again = Again(
        dialog=dialog,
        url=url_for(page, **args),
        typed={name: value for name, value in request.form.items() if name != "csrf_token"},
        title=title_of(error),
        words=" ".join(words),
        opens=isinstance(error, Invalid | Unavailable),
        refused=True,
    )
    response = make_response(current_app.ensure_sync(current_app.view_functions[page])(**args))
    response.status_code = status_of(error)
    if isinstance(error, Unavailable):
        response.headers["Retry-After"] = RETRY_AFTER
    return response
