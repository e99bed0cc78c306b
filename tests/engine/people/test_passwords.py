"""Which passwords are good enough, and how they are kept."""

import gzip
from importlib.resources import files

import argon2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Invalid
from engine.people import passwords
from engine.people.guessable import weakness
from engine.people.passwords import TooManyAtOnce, hash_password, needs_rehash, rehash, verify
from engine.texts import known

GOOD = "kuda laut menari"
NAMES = ("Siti Aminah", "Dinas Sosial Kabupaten Bantul")


WORDS = ["kuda", "gajah", "laut", "menari", "kolam", "hijau", "tidur", "sendok", "rembulan"]
LEAKED = ["qwertyuiop", "iloveyou", "password", "monkey", "sunshine", "rahasia", "bismillah"]
PADDING = st.text("0123456789!@#-. ", max_size=8)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("pendek", "password_short"),
        ("12345678901", "password_short"),
        ("x" * 100 + "abcdefgh" * 4, "password_long"),
        ("123456789012", "password_common"),
        ("aaaaaaaaaaaa", "password_common"),
        ("password123!", "password_common"),
        ("Rahasia-2026", "password_common"),
        ("QWERTYUIOPASDF", "password_common"),
        ("1q2w3e4r5t6y", "password_common"),
        ("P@ssw0rd12345", "password_common"),
        ("rahasiarahasia", "password_common"),
        ("trustno1trustno1", "password_common"),
        ("admin-dinsos-2026", "password_common"),
        ("unbelievable", "password_common"),
        ("pembangunan-2031", "password_common"),
        ("correct horse battery staple", "password_common"),
        ("alur-alur-alur", "password_has_name"),
        ("Aminah 2026 Siti", "password_has_name"),
        ("DinasSosialBantul1", "password_has_name"),
        ("selamat datang", "password_common"),
        ("081234567890", "password_digits"),
        ("2026-11-23 10.42", "password_digits"),
        ("aku siti.aminah ya", "password_has_username"),
        ("SITI.AMINAH-99x", "password_has_username"),
    ],
)
def test_what_is_easily_guessed_is_refused(password: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        hash_password(password, username="siti.aminah", names=NAMES)
    problem = refused.value.problems["password"]
    assert problem.code == f"people.{code}"
    assert known(problem.code)


def test_a_good_password_is_kept_as_argon2id_and_verified() -> None:
    _is_kept_and_verified(GOOD)


@pytest.mark.parametrize(
    "password", ["pässwörter-ünd", "t3ka-t3ki silang", "雨が降る庭を歩いてみた日", "x7Kp2mQ9zL4w"]
)
def test_any_good_password_is_kept_and_verified(cheap_hashing: None, password: str) -> None:
    _is_kept_and_verified(password)


def _is_kept_and_verified(password: str) -> None:
    stored = hash_password(password, username="siti")
    assert stored.startswith("$argon2id$")
    assert verify(stored, password)
    assert not verify(stored, password + " ")


@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=5, unique=True), st.sampled_from(" -._"))
def test_several_unrelated_words_are_good(words: list[str], between: str) -> None:
    assert weakness(between.join(words), username="siti.aminah", names=NAMES) is None


@given(st.sampled_from(LEAKED), PADDING, PADDING)
def test_digits_and_signs_around_a_leaked_password_do_not_help(word: str, before: str, after: str) -> None:
    padded = f"{before}{word.title()}{after}"
    assert weakness(padded, username="siti.aminah") is not None


def test_the_list_is_small_and_in_order() -> None:
    packed = files("engine.people") / "common_passwords.txt.gz"
    assert len(packed.read_bytes()) < 1024 * 1024
    lines = gzip.decompress(packed.read_bytes()).decode("ascii").splitlines()
    assert lines == sorted(set(lines))
    assert len(lines) > 100_000


def test_the_parameters_are_those_that_were_measured() -> None:
    parameters = argon2.extract_parameters(hash_password(GOOD, username="siti"))
    assert (parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (32 * 1024, 3, 1)
    assert parameters.type is argon2.Type.ID
    # OWASP: at least as dear as 19 MiB with two passes.
    assert parameters.memory_cost * parameters.time_cost >= 19 * 1024 * 2


def test_the_same_characters_composed_otherwise_are_the_same_password() -> None:
    assert verify(hash_password("café di tepi kali", username="siti"), "cafe\u0301 di tepi kali")


def test_an_older_hash_is_verified_and_due_for_a_new_one() -> None:
    old = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(GOOD)
    assert verify(old, GOOD)
    assert needs_rehash(old)
    assert not needs_rehash(rehash(GOOD))


def test_nobody_has_a_password_that_fits() -> None:
    assert not verify(None, "nobody has this password")
    assert not verify("not a hash", GOOD)


def test_a_missing_person_costs_the_same_work_as_a_wrong_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measured by parameters, not by a watch: two cores that others use tell no time."""
    hashed = []

    class Watched:
        hash = passwords.HASHER.hash

        def verify(self, stored: str, password: str) -> None:
            hashed.append((argon2.extract_parameters(stored), password))
            raise argon2.exceptions.VerifyMismatchError

    stored = rehash(GOOD)
    monkeypatch.setattr(passwords, "HASHER", Watched())
    passwords._nobodys.cache_clear()
    assert not verify(stored, "wrong")
    assert not verify(None, "wrong")
    somebody, nobody = hashed
    assert somebody == nobody


def test_a_password_of_a_megabyte_is_not_hashed() -> None:
    assert not verify(rehash(GOOD), "x" * 1_000_000)


def test_at_a_noisy_address_nobody_waits_for_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = rehash(GOOD)
    with passwords._AT_ONCE, passwords._AT_ONCE:
        with pytest.raises(TooManyAtOnce):
            verify(stored, GOOD, patient=False)
        monkeypatch.setattr(passwords, "PATIENCE", 0.01)
        with pytest.raises(TooManyAtOnce):
            verify(stored, GOOD)
        with pytest.raises(TooManyAtOnce):
            rehash(GOOD)
    assert verify(stored, GOOD, patient=False)


def test_two_at_most_are_hashed_at_once() -> None:
    held = [passwords._AT_ONCE.acquire(blocking=False) for _ in range(3)]
    for taken in held:
        if taken:
            passwords._AT_ONCE.release()
    assert held == [True, True, False]
