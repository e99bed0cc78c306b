"""The form of a dialog that was refused, or interrupted by a login that ended, on the page where it stands.

Whoever returned or withdrew an instance, or asked for changes, had to say why. The dialog comes back open and
filled in; where it is no longer offered there, the words stand on top of the page, to be copied.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, g, make_response, request, url_for
from flask import session as browser_session

from engine.errors import EngineError, Invalid, Unavailable
from webforms.http.errors import RETRY_AFTER, message_of, problem_text, refuse_by, status_of, title_of
from webforms.resubmit.forms import DIALOG_FORMS

_KEY = "resubmission"


@dataclass
class Resubmission:
    """What was typed into a dialog, on its way back there."""

    dialog: str
    #: Address of the page: this one may be the answer to a form.
    url: str
    typed: Mapping[str, str]
    title: str
    words: str
    #: Something was wrong with the words, or with nothing: the dialog opens.
    opens: bool
    #: Else it only was interrupted.
    refused: bool
    #: The dialog is on the page, open, and says all this itself.
    shown: bool = False

    def for_dialog(self, dialog: str) -> Resubmission | None:
        """This, if it was typed into that dialog. The dialog then shows it, and the page does not."""
        if dialog != self.dialog:
            return None
        self.shown = self.opens
        return self


def set_up(app: Flask) -> None:
    """`resubmission` in every template: a Resubmission, or None."""
    app.context_processor(lambda: {"resubmission": current()})
    app.before_request(lambda: refuse_by(show_refused) if request.endpoint in DIALOG_FORMS else None)


def carry(endpoint: str, args: Mapping[str, Any], typed: Mapping[str, str], *, title: str, words: str) -> str:
    """Over to the next page of this browser, whose address is given back. `endpoint`: of DIALOG_FORMS."""
    page, dialog = DIALOG_FORMS[endpoint]
    url = url_for(page, **args)
    carried = {"dialog": dialog, "url": url, "typed": dict(typed), "title": title, "words": words}
    browser_session[_KEY] = carried
    return url


def current() -> Resubmission | None:
    """For the page that is being made."""
    if "resubmission" not in g:
        carried = browser_session.get(_KEY)
        mine = carried is not None and request.method == "GET" and carried["url"] == request.path
        g.resubmission = (
            Resubmission(**browser_session.pop(_KEY), opens=True, refused=False) if mine else None
        )
    found: Resubmission | None = g.resubmission
    return found


def show_refused(error: EngineError) -> Response:
    """The page of a form of DIALOG_FORMS that was refused; the status says that it was."""
    page, dialog = DIALOG_FORMS[str(request.endpoint)]
    args: dict[str, Any] = request.view_args or {}
    words = [message_of(error)]
    if isinstance(error, Invalid):
        words = [problem_text(problem) for problem in error.problems.values()]
    g.resubmission = Resubmission(
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
