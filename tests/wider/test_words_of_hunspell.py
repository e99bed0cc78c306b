"""A second reader of Indonesian: no verb made of a root of hunspell-id is changed; what is proposed stays."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.importing.plan.spelling import corrected

#: Where Debian's package hunspell-id puts it.
_WORDS = Path(os.environ.get("ALUR_HUNSPELL", "/usr/share/hunspell/id_ID.dic"))
pytestmark = [
    pytest.mark.wider,
    pytest.mark.skipif(not _WORDS.exists(), reason=f"hunspell-id is not installed: no {_WORDS}"),
]
_ENDINGS = ("", "kan", "i")


def _roots() -> list[str]:
    lines = _WORDS.read_text("latin-1").splitlines()[1:]
    words = (line.split("/")[0].strip() for line in lines)
    return sorted({word for word in words if re.fullmatch(r"[a-z]{3,}", word)})


def _verbs(root: str) -> Iterator[str]:
    """With meN-, memper- and the endings -kan and -i, as grammars say: p, t, k and s melt."""
    first, rest = root[0], root[1:]
    if first in "aeiou" or first in "gh":
        begins = [f"meng{root}"]
    elif first == "k":
        begins = [f"meng{rest}"]
    elif first in "bfv":
        begins = [f"mem{root}"]
    elif first == "p":
        begins = [f"mem{rest}"]
    elif first in "cdjz":
        begins = [f"men{root}"]
    elif first == "t":
        begins = [f"men{rest}"]
    elif first == "s":
        begins = [f"meny{rest}"]
    else:
        begins = [f"me{root}"]
    for begin in (*begins, f"memper{root}"):
        yield from (f"{begin}{ending}" for ending in _ENDINGS)


def test_no_verb_of_a_dictionary_is_changed() -> None:
    verbs = {verb for root in _roots() for verb in _verbs(root)}
    assert len(verbs) > 80_000
    changed = [verb for verb in sorted(verbs) if corrected(f"{verb.capitalize()} surat")[1].applied]
    assert changed == []
