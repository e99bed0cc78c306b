"""Random forms through the real page and the server, and what differs."""

from __future__ import annotations

from collections.abc import Iterable

from engine.errors import InvalidAnswers, Problem
from engine.forms.fields import Form
from engine.forms.read import read_answers
from engine.forms.scope import Scope
from engine.forms.settled import Settled, settle_form
from engine.forms.typed import Reading
from tests.engine.forms.random_forms import made
from tests.webforms.html_form.form_in_browser import FormReader, InPage
from webforms.html_form import FormView

Typed = dict[str, list[str]]


def differences(reader: FormReader, seeds: Iterable[int]) -> list[str]:
    """A line for each form that the page settles in another way than the server."""
    forms = {seed: made(seed) for seed in seeds}
    pages = reader.read(
        FormView(form, typed, scope=scope, language="id") for form, typed, scope in forms.values()
    )
    return [
        f"seed {seed}: {difference}"
        for (seed, (form, typed, scope)), page in zip(forms.items(), pages, strict=True)
        for difference in _differences(form, typed, scope, page)
    ]


def differences_when_typed(reader: FormReader, seeds: Iterable[int]) -> list[str]:
    """As `differences`, of forms that are typed into, one input after the other."""
    found = []
    for seed in seeds:
        form, typed, scope = made(seed)
        page = reader.type_into(FormView(form, {}, scope=scope, language="id"), typed)
        answers = _settled(form, page.sent, scope).answers
        if page.answers != answers:
            found.append(f"seed {seed}, typed: {page.answers} in the page, {answers} of {page.sent}")
    return found


def _differences(form: Form, typed: Typed, scope: Scope, page: InPage) -> Iterable[str]:
    on_server, sent = _settled(form, typed, scope), _settled(form, page.sent, scope)
    if page.answers != on_server.answers:
        yield f"answers {page.answers} in the page, {on_server.answers} on the server"
    if sent.answers != on_server.answers:
        yield f"sent {page.sent}, which is {sent.answers}, not {on_server.answers}"
    hidden = {path for path in on_server.hidden if "." not in path}
    if page.hidden != hidden:
        yield f"the page hides {page.hidden}, the server {hidden}"
    lost = [name for name, texts in typed.items() if name not in page.sent and any(texts)]
    shown = [name for name in lost if not any(f"{name}.".startswith(f"{path}.") for path in on_server.hidden)]
    if lost and [name for name in shown if not _is_about_hidden_item(name, typed, on_server)]:
        yield f"typed and shown, but not sent: {shown}"
    refused = refusal(form, page.sent, scope)
    unwanted = [path for path, found in refused.items() if "not_requested" in found.code]
    if unwanted:
        yield f"shown in the page, but refused as hidden: {unwanted}"


def _is_about_hidden_item(name: str, typed: Typed, settled: Settled) -> bool:
    return all(f"{name}.{text}" in settled.hidden for text in typed[name])


def _settled(form: Form, typed: Typed, scope: Scope) -> Settled:
    return settle_form(form, Reading(typed=typed, scope=scope))


def refusal(form: Form, typed: Typed, scope: Scope) -> dict[str, Problem]:
    """The problems with what is sent; none when it is taken."""
    try:
        read_answers(form, typed, scope)
    except InvalidAnswers as refused:
        return dict(refused.problems)
    return {}
