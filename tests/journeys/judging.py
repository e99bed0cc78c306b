"""axe-core's judgement of a page: what no page of this run had before, in both themes.

Most of a page stands on others, too (its frame, the rows of a list, the drawing), and axe took a third of the
time of all journeys. `judging.js` says which elements are alike.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import JSHandle, Page

import webforms

AXE = Path(webforms.__file__).parent / "frontend/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Judged:
    """Marks of elements that were judged and had no fault; of all workers of a run in `file`."""

    def __init__(self) -> None:
        self.file: Path | None = None

    def known(self) -> set[int]:
        written = self.file.read_text() if self.file and self.file.exists() else ""
        return {int(line) for line in written.split()}

    def add(self, marks: set[int]) -> None:
        if self.file and marks:
            with self.file.open("a") as file:
                file.write("".join(f"{mark}\n" for mark in marks))


#: Nothing is known until it has a file: then all of each page is judged.
JUDGED = Judged()


def judge(page: Page) -> list[str]:
    """Faults, each in words; light, then dark."""
    judging = page.evaluate_handle(_source(Path(__file__).with_suffix(".js")), TAGS)
    known = JUDGED.known()
    new = set(judging.evaluate("page => page.marks")) - known
    found = _both_themes(page, judging, new, known) if new else []
    judging.dispose()
    return found


def _both_themes(page: Page, judging: JSHandle, new: set[int], known: set[int]) -> list[str]:
    # Reading axe costs a page as much as to draw it: only where there is something to judge.
    if page.evaluate("() => typeof axe") == "undefined":
        page.evaluate(_source(AXE))
    found = _ask(judging, "judge", new) + _ask(judging, "contrasts", new)
    page.emulate_media(color_scheme="dark")
    dark = set(judging.evaluate("page => page.looks()")) - known
    found += [f"dark: {each}" for each in _ask(judging, "contrasts", dark)] if dark else []
    page.emulate_media(color_scheme="light")
    if not found:
        JUDGED.add(new | dark)
    return found


def _ask(judging: JSHandle, question: str, new: set[int]) -> list[str]:
    found = judging.evaluate("(page, [question, fresh]) => page[question](fresh)", [question, list(new)])
    return [_in_words(each) for each in found]


def _in_words(violation: dict[str, Any]) -> str:
    nodes = [f"\n    {node['target']} {node['html']} {node['why']}" for node in violation["nodes"]]
    return f"axe {violation['id']}: {violation['help']}{''.join(nodes)}"


@cache
def _source(file: Path) -> str:
    return file.read_text("utf-8")
