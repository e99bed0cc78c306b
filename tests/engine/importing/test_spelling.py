"""A right word is never changed, a misread one only where scanning explains it, others are proposed."""

from __future__ import annotations

import pytest

from engine.importing.cells.dictionary import roots as root_words
from engine.importing.plan.spelling import corrected

_RIGHT = [
    "Mengevakuasi", "Menyiarkan", "Membalas", "Mengukuhkan", "Menyemai", "Menggembala", "Membekali",
    "Meracik", "Menjahit", "Menyuntik", "Mengebor", "Memahat", "Menambal", "Membidik", "Mengayuh",
    "Menyelam", "Memotret", "Memanen", "Menyembelih", "Mengimunisasi", "Menyekap", "Merujuk", "Meronda",
    "Mengasuh", "Menyantuni", "Membilas", "Menyorot", "Mengaspal", "Menyulam", "Membatik", "Melebur",
    "Menyusui", "Memetakan", "Mematok", "Memahami", "Menyita", "Menyegel", "Melelang", "Membujuk",
    "Memulihkan", "Mengundurkan", "Memediasi",
]  # fmt: skip


@pytest.mark.parametrize("word", _RIGHT)
def test_a_right_word_stays(word: str) -> None:
    assert corrected(f"{word} warga") == (f"{word} warga", corrected("")[1])


@pytest.mark.parametrize(
    ("scanned", "meant"),
    [("Mernbuat", "Membuat"), ("Menerirna", "Menerima"), ("Mcmbuat", "Membuat"), ("rnembuat", "membuat"),
     ("Mengirirnkan", "Mengirimkan"), ("Memeriksa", "Memeriksa"), ("Menyetuju1", "Menyetujui"),
     ("Mencatut", "Mencatut"), ("Menyayangkan", "Menyayangkan")],
)  # fmt: skip
def test_a_misread_letter_is_mended(scanned: str, meant: str) -> None:
    assert corrected(f"{scanned} surat")[0] == f"{meant} surat"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Memerksa", "Memeriksa"),
        ("Mengarsipakn", "Mengarsipkan"),
        ("Menyammpaikan", "Menyampaikan"),
        ("Menyayangkan", "Menayangkan"),
    ],
)
def test_another_likely_word_is_proposed_and_the_text_stays(typed: str, meant: str) -> None:
    text, spelling = corrected(f"{typed} surat")
    assert (text, spelling.right, spelling.applied) == (f"{typed} surat", meant, False)


def _verb(root: str, ending: str) -> str:
    """The verb that Indonesian makes of a root: tulis → menulis, sapu → menyapu, buka → membuka."""
    first, rest = root[0], root[1:]
    swallowed = {"p": "mem", "t": "men", "k": "meng", "s": "meny"}
    if first in swallowed and rest[:1] in set("aiueo"):
        return f"{swallowed[first]}{rest}{ending}"
    before = (
        "mem" if first in "bfvp" else "men" if first in "dcjzt" else "me" if first in "lmnrwy" else "meng"
    )
    return f"{before}{root}{ending}"


def test_no_verb_made_of_a_root_is_changed() -> None:
    roots = [root for root in sorted(root_words()) if root.isalpha() and len(root) > 3][::40]
    made = [_verb(root, ending).capitalize() for root in roots for ending in ("", "kan", "i")]
    assert len(made) > 1500
    changed = [(verb, found.right) for verb in made if (found := corrected(verb)[1]).applied]
    assert changed == []
