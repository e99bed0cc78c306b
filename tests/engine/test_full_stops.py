"""A title that ends with a full stop ends its sentence: no second one follows."""

from __future__ import annotations

import pytest

from engine.texts import catalogue, text


@pytest.mark.parametrize("ending", [".", "!", "?", "…"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_no_sentence_of_the_catalogues_doubles_a_full_stop(language: str, ending: str) -> None:
    doubled = [
        key
        for key, entry in catalogue(language).items()
        for form in ([entry] if isinstance(entry, str) else entry.values())
        for name in {part.split("}")[0] for part in form.split("{")[1:]}
        for written in [text(key, language, **{name: f"Panen{ending}", "n": 1})]
        if f"Panen{ending}. " in f"{written} " or f"Panen{ending}”. " in f"{written} "
    ]
    assert doubled == []


def test_other_words_keep_theirs() -> None:
    assert text("instances.withdrawn", number="032/2026-0001").endswith("dibatalkan.")
    assert text("task.sent", number="1", lane="Ketua Tim").endswith("Ketua Tim.")
