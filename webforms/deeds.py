"""Deeds for which something is typed: a task's form, or words in a dialog; how words come back into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import g, request, url_for
from flask import session as browser

_DIALOGS = (
    # deed, the page on which its dialog stands, the dialog's id
    (("task", "return_case"), ("task", "show"), "return"),
    (("task", "waive"), ("task", "show"), "waive"),
    (("instances", "withdraw"), ("instances", "show"), "withdraw"),
    (("reviews", "submit"), ("definitions", "show"), "submit"),
    (("reviews", "mend"), ("reviews", "show"), "mend"),
    (("reviews", "comment"), ("reviews", "show"), "comment"),
)
#: Endpoint of the deed → endpoint of the page, id of the dialog.
DEEDS = {".".join(deed): (".".join(page), dialog) for deed, page, dialog in _DIALOGS}
#: Endpoints that are sent a task's whole form: what they came to know of it is a draft. A claim is none.
FORMS = {".".join(("task", view)) for view in ("submit", "save_draft", "release")}
_CARRIED = "words"


@dataclass
class Again:
    """What was typed for a deed, on its way back."""

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

    def for_dialog(self, dialog: str) -> Again | None:
        if dialog != self.dialog:
            return None
        self.shown = self.opens
        return self


def carry(deed: str, args: Mapping[str, Any], typed: Mapping[str, str], *, title: str, words: str) -> str:
    """Over to the next page of this browser, whose address is given back."""
    page, dialog = DEEDS[deed]
    url = url_for(page, **args)
    browser[_CARRIED] = {"dialog": dialog, "url": url, "typed": dict(typed), "title": title, "words": words}
    return url


def current() -> Again | None:
    """For the page that is being made."""
    if "again" not in g:
        carried = browser.get(_CARRIED)
        mine = carried is not None and request.method == "GET" and carried["url"] == request.path
        g.again = Again(**browser.pop(_CARRIED), opens=True, refused=False) if mine else None
    found: Again | None = g.again
    return found
