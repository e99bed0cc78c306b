"""A page as its reader sees it: words without markup, and what can be pressed."""

from __future__ import annotations

import re
from html import unescape

from flask import Flask
from werkzeug.test import TestResponse

from engine.actor import Actor
from tests.webforms.desk import Desk


def desk(app: Flask, actor: Actor) -> Desk:
    browser = app.test_client()
    assert isinstance(browser, Desk)
    return browser.log_in(actor)


def words(page: TestResponse) -> str:
    """The words of its main part, in one line."""
    main = re.search(r"<main.*?</main>|\A(?!.*<main).*", page.text, re.DOTALL)
    assert main
    # What says the language of words parts no words.
    joined = re.sub(r"</?bdi[^>]*>", "", main[0])
    bare = re.sub(r"<(script|template).*?</\1>|<[^>]+>", " ", joined, flags=re.DOTALL)
    return " ".join(unescape(bare).split())


def buttons(page: TestResponse) -> list[str]:
    return [
        " ".join(unescape(re.sub(r"<[^>]+>", " ", found)).split())
        for found in re.findall(r"<button[^>]*>(.*?)</button>", page.text, re.DOTALL)
    ]


def addresses(page: TestResponse) -> list[str]:
    """Where its links and forms lead."""
    return [unescape(found) for found in re.findall(r'(?:href|action|formaction)="([^"]+)"', page.text)]
