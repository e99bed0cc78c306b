"""Which words Indonesian has: PySastrawi's roots, and what is made of them."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

#: Words of offices that it lacks.
_MORE = frozenset(
    """
    administrator arsiparis fasilitator kasubbag kasubag moderator notulis operator pengadministrasi pranata
    sekretariat subbagian verifikator menandatangani ditandatangani penandatanganan menatausahakan
    penatausahaan pertanggungjawaban mempertanggungjawabkan menindaklanjuti ditindaklanjuti menyebarluaskan
    disebarluaskan
    """.split()  # noqa: SIM905 - as they are said
)


@lru_cache(maxsize=20_000)
def in_dictionary(word: str) -> bool:
    """Whether a word in lower case is a root, or made of one."""
    return word in roots() or word in _MORE or _stemmer().stem(word) in roots()


@cache
def roots() -> frozenset[str]:
    """30,000 root words, of PySastrawi."""
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    return frozenset(StemmerFactory().get_words())


@cache
def _stemmer() -> Any:
    """PySastrawi's, with its words as a set: its own looks through a list."""
    from Sastrawi.Stemmer.Stemmer import Stemmer

    return Stemmer(_Dictionary())


class _Dictionary:
    """The methods are PySastrawi's."""

    def contains(self, word: str) -> bool:
        return word in roots()

    def count(self) -> int:
        return len(roots())
