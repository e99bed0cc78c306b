"""Which endpoints are sent something that somebody typed: a task's form, or the form of a dialog."""

from __future__ import annotations

_DIALOGS = (
    # endpoint, the page on which its dialog stands, the dialog's id
    (("deviations", "return_instance"), ("task", "show"), "return"),
    (("deviations", "waive"), ("task", "show"), "waive"),
    (("instances", "withdraw"), ("instances", "show"), "withdraw"),
    (("reviews", "submit"), ("definitions", "show"), "submit"),
    (("reviews", "mend"), ("reviews", "show"), "mend"),
    (("reviews", "comment"), ("reviews", "show"), "comment"),
)
#: Endpoint that takes the form → endpoint of the page with the dialog, id of the dialog.
DIALOG_FORMS = {".".join(endpoint): (".".join(page), dialog) for endpoint, page, dialog in _DIALOGS}
#: Endpoints that are sent a task's whole form: what they came to know of it is a draft. A claim is none.
TASK_FORMS = {".".join(("task", view)) for view in ("submit", "save_draft", "release")}
