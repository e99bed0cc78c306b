"""A form rendered as its page does, for tests that look at the HTML."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from lxml import html

from engine.texts import text
from webforms.html_form import FormView
from webforms.presentation.office_language import add_to

TEMPLATES = Path(__file__).parents[3] / "webforms" / "templates"


def source(view: FormView) -> str:
    return _page(view.language).render(view=view)


@cache
def _page(language: str) -> Template:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    environment.globals["t"] = partial(_t, language)
    add_to(environment, language=lambda: language)
    return environment.from_string(
        '{% from "form/form.html" import form_fields %}<form>{{ form_fields(view) }}</form>'
    )


def _t(language: str, key: str, **params: object) -> str:
    return text(key, language, **params)


def rendered(view: FormView) -> html.HtmlElement:
    return html.fragment_fromstring(source(view))
