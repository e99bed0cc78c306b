"""Forms as HTML: engine.forms' fields as controls that work without JavaScript and better with it.

FormView(form, typed, scope=…, language=…, problems=…)  →  {{ form_fields(view) }} of templates/form/form.html
read_request(request.form)                              →  typed, and which button of the form was pressed
"""

from webforms.html_form.request import Pressed, SentFile, add_upload, first_typed, read_request, sent_files
from webforms.html_form.view import FormView

__all__ = [
    "FormView",
    "Pressed",
    "SentFile",
    "add_upload",
    "first_typed",
    "read_request",
    "sent_files",
]
