"""Numbers beyond a thousand, as pages say them."""

from __future__ import annotations

import pytest

from engine.texts import LANGUAGES
from webforms.presentation import language


def test_a_page_says_that_there_are_more(monkeypatch: pytest.MonkeyPatch) -> None:
    said = []
    for each in LANGUAGES:
        monkeypatch.setattr(language, "current_language", lambda each=each: each)
        said.append([language.counted(number) for number in (0, 1, 1000, 1001)])
    assert said == [[0, 1, 1000, "1.000+"], [0, 1, 1000, "1,000+"]]
