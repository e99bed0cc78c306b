"""The token of a long form is looked for at its beginning: so it stands there in each of our forms."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT

TEMPLATES = ROOT / "webforms" / "templates"
FORM = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.DOTALL | re.IGNORECASE)
FIELD = re.compile(r"<(?:input|textarea|select|button)\b[^>]*\bname=\"\w+|\{\{ [^}]*\}\}")
FORMS = [
    (path.relative_to(TEMPLATES).as_posix(), found[0])
    for path in sorted(TEMPLATES.rglob("*.html"))
    for found in FORM.finditer(path.read_text("utf-8"))
]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form[0])
def test_the_token_is_the_first_field(form: tuple[str, str]) -> None:
    # An action is no field.
    first = FIELD.search(form[1].partition(">")[2])
    assert first is not None
    assert first[0] == "{{ token() }}" or first[0].endswith('name="csrf_token')
