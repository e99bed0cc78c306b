"""What the page's own scripts make of whole forms, in a real browser: the answers by which they show and hide
fields, and the inputs that would be sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route

from engine.forms.scope import Answer
from engine.forms.typed import LANGUAGE
from tests.webforms.html_form.form_page import source
from webforms.html_form import FormView

FRONTEND = Path(__file__).parents[3] / "webforms" / "frontend" / "src"
ORIGIN = "http://alur.test"
#: Opens each form as its page does, without the draft and the uploads.
_READ = """async (pages) => {
  const { settledIn } = await import("/src/form/reading.js");
  const { setUpConditions } = await import("/src/form/shown.js");
  return pages.map((html) => {
    document.body.innerHTML = html;
    const root = document.querySelector("[data-form-fields]");
    const config = JSON.parse(root.dataset.config);
    setUpConditions(root, config);
    const sent = [...new FormData(root.closest("form"))].filter(([, value]) => typeof value === "string");
    const tops = [...root.querySelectorAll(":scope > [data-control]")];
    const hidden = tops.filter((each) => each.checkVisibility() === false).map((each) => each.dataset.path);
    return { answers: settledIn(root, config).answers, sent, hidden };
  });
}"""


#: Types into one empty form as people do: one input after the other, rows added by their button.
_TYPE = """async ([html, typed]) => {
  const { settledIn } = await import("/src/form/reading.js");
  const { setUpConditions } = await import("/src/form/shown.js");
  const { setUpRows } = await import("/src/form/rows.js");
  document.body.innerHTML = html;
  const root = document.querySelector("[data-form-fields]");
  const config = JSON.parse(root.dataset.config);
  setUpRows(root);
  setUpConditions(root, config);
  const all = (selector) => [...root.querySelectorAll(selector)];
  for (const add of all("[data-add]")) add.click(), add.click();
  for (const [name, values] of Object.entries(typed))
    for (const input of all(`[name="${name}"]`)) {
      if (input.disabled || input.type === "hidden") continue;
      if (["checkbox", "radio"].includes(input.type)) input.checked = values.includes(input.value);
      else input.value = values[0];
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  const sent = [...new FormData(root.closest("form"))].filter(([, value]) => typeof value === "string");
  return { answers: settledIn(root, config).answers, sent, hidden: [] };
}"""
_EMPTY = "<!doctype html><title>Alur</title><style>[data-off] { display: none }</style>"


@dataclass(frozen=True, kw_only=True)
class InPage:
    answers: dict[str, Answer]
    #: What would be sent: texts by the names of inputs.
    sent: dict[str, list[str]]
    #: Fields of the form that nobody sees.
    hidden: set[str]


class FormReader:
    """One tab of a browser that opens forms one after the other."""

    def __init__(self, browser: Browser) -> None:
        self.page: Page = browser.new_page()
        self.page.route("**/*", _answer)
        self.page.goto(f"{ORIGIN}/")

    def read(self, views: Iterable[FormView]) -> list[InPage]:
        """In the same order."""
        found: list[dict[str, Any]] = self.page.evaluate(_READ, [source(view) for view in views])
        return [_in_page(each) for each in found]

    def type_into(self, view: FormView, typed: dict[str, list[str]]) -> InPage:
        """What the form is after all that was typed into it, as far as it is shown then."""
        return _in_page(self.page.evaluate(_TYPE, [source(view), typed]))


def _in_page(found: dict[str, Any]) -> InPage:
    return InPage(answers=found["answers"], sent=_by_name(found["sent"]), hidden=set(found["hidden"]))


def _by_name(sent: list[tuple[str, str]]) -> dict[str, list[str]]:
    typed: dict[str, list[str]] = {}
    for name, value in sent:
        if not name.startswith("_") and name != LANGUAGE:
            typed.setdefault(name, []).append(value)
    return typed


def _answer(route: Route) -> None:
    path = route.request.url.removeprefix(ORIGIN)
    if path.startswith("/src/"):
        route.fulfill(content_type="text/javascript", body=(FRONTEND / path[5:]).read_text("utf-8"))
    else:
        route.fulfill(content_type="text/html", body=_EMPTY)
