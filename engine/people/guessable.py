"""Whether a password is guessed easily: short, made of names, or like one of those that leaked elsewhere.

No rules about which characters must be in it: they only lead to "Rahasia-2026". Pure, apart from the list.

`common_passwords.txt.gz` holds 104,000 lines in lower case: leaked passwords and what is left of them without
digits and signs, and the most common words of Indonesian and English, so that "rahasia-2026!" and
"Qwerty123456" are found by one line. Where it is from: .github/decisions/0024-who-is-asking.md.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Collection
from functools import cache
from importlib.resources import files

MIN_LENGTH, MAX_LENGTH = 12, 128

#: What people here try first, alone and put together; the list knows what is common in the whole world.
_OURS = """
    password passwort katasandi sandi rahasia kunci admin administrator pengguna selamat selamatdatang
    bismillah bismillahirrahmanirrahim alhamdulillah assalamualaikum subhanallah masyaallah insyaallah
    astaghfirullah allahuakbar indonesia indonesiaraya indonesiamaju indonesiapusaka merdeka
    merdekaataumati garuda pancasila bhinnekatunggalika tutwurihandayani jakarta yogyakarta jogja bantul
    bandung surabaya semarang sayang sayangku cinta cintaku akucintakamu akusayangkamu akucintaindonesia
    keluarga bahagia keluargabahagia semangat semangatpagi pagi iloveyou welcome letmein monkey dragon
    football sepakbola qwerty qwertyuiop asdfghjkl zxcvbnm qazwsx changeme default dinas dinsos
    dinassosial sosial pemkab pemda pemerintah kabupaten kecamatan kelurahan bupati kantor pegawai
    pegawainegeri asn pns komputer internet website alur princess sunshine superman master secret login
    test testing demo contoh coba user guest root baru lama ganti lupa ku anda saya
    correcthorsebatterystaple
"""
_BY_LENGTH = sorted(_OURS.split(), key=len, reverse=True)
_RUNS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
)
#: Signs and digits that stand for letters.
_LETTERS = str.maketrans("013457@$!", "oieastasi")
#: So many characters must be left when the names are taken away.
_MIN_LEFT = 8
#: A password with hardly a letter in it is at least so long: numbers of telephones and papers are shorter.
_MIN_DIGITS = 20


def weakness(password: str, *, username: str, names: Collection[str] = ()) -> str | None:
    """The key of a text that says what is wrong with it, or None. `names`: what everybody here knows."""
    folded = password.casefold()
    if len(password) < MIN_LENGTH:
        return "people.password_short"
    if len(password) > MAX_LENGTH:
        return "people.password_long"
    if username and username.casefold() in folded:
        return "people.password_has_username"
    if _is_names(folded, (*names, username)):
        return "people.password_has_name"
    if _is_pattern(folded) or _is_common(folded):
        return "people.password_common"
    digits = len(_letters(folded)) < 4 and len(folded) < _MIN_DIGITS
    return "people.password_digits" if digits else None


def _is_names(folded: str, names: Collection[str]) -> bool:
    words = {"alur", *re.findall(r"[^\W\d_]{3,}", " ".join(names).casefold())}
    rest = folded
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != folded and len(re.sub(r"[\W_]+", "", rest)) < _MIN_LEFT


def _is_pattern(folded: str) -> bool:
    """Few characters, a run of the keyboard, or something short again and again."""
    runs = (run for each in _RUNS for run in (each, each[::-1]))
    return len(set(folded)) < 5 or any(folded in run for run in runs) or len(_unit(folded)) < MIN_LENGTH / 1.5


def _is_common(folded: str) -> bool:
    letters = {_letters(folded), _letters(folded.translate(_LETTERS))}
    cores = {core for found in letters for core in (found, _unit(found)) if len(core) >= 4}
    return _is_listed(folded) or any(_is_listed(core) or _is_ours(core) for core in cores)


def _is_ours(core: str) -> bool:
    """Nothing but words of ours, one after another."""
    for word in _BY_LENGTH:
        core = core.replace(word, " ")
    return not core.strip()


def _is_listed(word: str) -> bool:
    return f"\n{word}\n".encode() in _listed()


def _unit(text: str) -> str:
    """What it repeats, perhaps cut off at its end; itself when it repeats nothing."""
    lengths = range(1, len(text) // 2 + 1)
    return next((text[:n] for n in lengths if (text[:n] * len(text))[: len(text)] == text), text)


def _letters(folded: str) -> str:
    return re.sub(r"[\W\d_]+", "", folded)


@cache
def _listed() -> bytes:
    """As one text: a set of so many words would hold ten times the memory, and it is asked seldom."""
    packed = (files("engine.people") / "common_passwords.txt.gz").read_bytes()
    return b"\n" + gzip.decompress(packed)
