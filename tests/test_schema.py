"""What an office writes into settings and files takes effect, key by key; everything else is refused."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine import calendar, config
from engine.calendar import file as calendar_file
from engine.config import BadConfig, Config
from engine.documents import sheet_profile
from engine.documents.sheet_profile import Profile
from engine.schema import Wrong, key, list_of, number, read_as, table, words
from webforms.cli.demo import content

#: Each setting as it is written, and what it is then. None of them as it is without.
SETTINGS: dict[str, tuple[str, Any]] = {
    "data_dir": ("{here}/elsewhere", "{here}/elsewhere"),
    "database_url": ("postgresql://alur@db/alur", "postgresql://alur@db/alur"),
    "secret_key": ("s" * 40, "s" * 40),
    "host": ("0.0.0.0", "0.0.0.0"),
    "port": ("8123", 8123),
    "public_url": ("https://alur.example.go.id/", "https://alur.example.go.id"),
    "hosts": ("Alur.local, 10.0.0.5", ("alur.local", "10.0.0.5")),
    "production": ("yes", True),
    "office_name": ("Dinas Contoh", "Dinas Contoh"),
    "brand_colour": ("#0b6b62", "#0b6b62"),
    "emblem": ("{here}/a.file", "{here}/a.file"),
    "calendar": ("{here}/a.file", "{here}/a.file"),
    "sheet_profile": ("{here}/a.file", "{here}/a.file"),
    "timezone": ("Asia/Jayapura", "Asia/Jayapura"),
    "metrics_token": ("m" * 40, "m" * 40),
    "backup_dir": ("{here}/backups", "{here}/backups"),
}
PROFILE = """
[paper]
size = "A4"
orientation = "portrait"
margin = [20, 12, 15, 12]
font = "New Computer Modern"
font_files = ["fon.ttf"]
font_size = 9
[titles]
sheet = "STANDAR OPERASIONAL PROSEDUR"
flowchart = "BAGAN ALIR"
[identity]
facts = ["nama_sop"]
blocks = ["peralatan"]
space = 15
[flowchart]
own_page = false
quality = ["time"]
remarks = false
actor_width = 20
time_width = 15
symbol = [14, 7]
[signature]
place = "Bantul"
space = 18
[labels]
nomor_sop = "NOMOR"
"""
CALENDAR = """
[hours]
monday = ["08:00-12:00"]
tuesday = ["08:01-12:00"]
wednesday = ["08:02-12:00"]
thursday = ["08:03-12:00"]
friday = ["08:04-12:00"]
saturday = ["08:05-12:00"]
sunday = ["08:06-12:00"]
[[profile]]
name = "Ramadan"
from = 2026-02-19
to = 2026-03-17
monday = ["09:00-12:00"]
tuesday = ["09:01-12:00"]
wednesday = ["09:02-12:00"]
thursday = ["09:03-12:00"]
friday = ["09:04-12:00"]
saturday = ["09:05-12:00"]
sunday = ["09:06-12:00"]
[[holiday]]
date = 2026-06-22
name = "Hari jadi"
[[working_day]]
date = 2026-12-24
name = "Dibatalkan"
hours = ["07:30-12:00"]
"""


def settings(here: Path, **written: str) -> dict[str, str]:
    (here / "a.file").touch()
    given = {"ALUR_DATA_DIR": str(here), "ALUR_SECRET_KEY": "k" * 40}
    return given | {f"ALUR_{name.upper()}": text.format(here=here) for name, text in written.items()}


def keys(schema: type) -> list[str]:
    return [field.metadata["name"] or field.name for field in fields(schema)]


@pytest.mark.parametrize("name", [field.name for field in fields(Config)])
def test_each_setting_takes_effect(tmp_path: Path, name: str) -> None:
    written, becomes = SETTINGS[name]
    usual, told = (config.load(settings(tmp_path, **more)) for more in ({}, {name: written}))
    value = getattr(told, name)
    assert value == (Path(becomes.format(here=tmp_path)) if isinstance(value, Path) else becomes)
    others = [
        field.name for field in fields(Config) if getattr(told, field.name) != getattr(usual, field.name)
    ]
    assert others == [name]


def test_an_unknown_setting_is_named_with_the_one_that_may_be_meant(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match=r"^unknown setting: ALUR_PROT; is ALUR_PORT meant\?$"):
        config.load(settings(tmp_path, prot="1"))
    with pytest.raises(BadConfig, match=r"^unknown setting: ALUR_ALPHA, ALUR_PROT$"):
        config.load(settings(tmp_path, prot="1", alpha="2"))


def as_usual(told: object, usual: object, where: str = "") -> Iterator[str]:
    """The keys of a file that say nothing else than no file would."""
    assert is_dataclass(told)
    for field in fields(told):
        value, other = getattr(told, field.name), getattr(usual, field.name, None)
        if is_dataclass(value):
            yield from as_usual(value, other, f"{where}{field.name}.")
        elif value == other:
            yield where + field.name


def test_each_key_of_the_sheets_layout_takes_effect(tmp_path: Path) -> None:
    (tmp_path / "lembar.toml").write_text(PROFILE)
    (tmp_path / "fon.ttf").touch()
    assert list(as_usual(sheet_profile.load(tmp_path / "lembar.toml"), Profile())) == []


def test_each_key_of_the_calendar_takes_effect(tmp_path: Path) -> None:
    (tmp_path / "kalender.toml").write_text(CALENDAR)
    usual, told = (
        calendar.load(None, "Asia/Jakarta"),
        calendar.load(tmp_path / "kalender.toml", "Asia/Jakarta"),
    )
    [ramadan] = told.profiles
    for week, hour in ((told.week, 8), (ramadan.week, 9)):
        assert [day[0][0].hour * 60 + day[0][0].minute for day in week] == [hour * 60 + n for n in range(7)]
    assert not set(told.week) & set(usual.week)
    assert (ramadan.first, ramadan.last) == (date(2026, 2, 19), date(2026, 3, 17))
    assert set(told.own_days) == {date(2026, 6, 22), date(2026, 12, 24)}
    assert told.own_days[date(2026, 6, 22)] is None
    assert told.own_days[date(2026, 12, 24)] is not None


SCHEMAS = {
    Profile: PROFILE,
    calendar_file._File: CALENDAR,
    content._People: '[[person]]\nusername = "a"\nname = "A"\nunit = "U"\nroles = ["R"]\noffices = ["admin"]',
}


def parts(schema: type, told: dict[str, Any]) -> Iterator[tuple[type, dict[str, Any]]]:
    """Each table of a file with the schema that it was read by."""
    made: Any = read_as(schema, told)
    yield schema, told
    for field, name in zip(fields(schema), keys(schema), strict=True):
        value, written = getattr(made, field.name), told[name]
        inner, text = (value[0], written[0]) if isinstance(value, tuple) else (value, written)
        if is_dataclass(inner):
            yield from parts(type(inner), text)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_no_key_takes_what_it_can_make_nothing_of(schema: type) -> None:
    seen = 0
    for part, told in parts(schema, tomllib.loads(SCHEMAS[schema])):
        assert told.keys() == set(keys(part)), "the sample says all that can be said"
        for name in told:
            with pytest.raises(Wrong, match=name):
                read_as(part, {**told, name: object()}, "[part]")
            with pytest.raises(Wrong, match=rf"has an unknown key: {name}x; is {name} meant\?"):
                read_as(part, {**told, f"{name}x": told[name]}, "[part]")
            seen += 1
    assert seen >= 5


@dataclass(frozen=True, kw_only=True)
class Inner:
    on: str = key(words(5, least=1), name="from")


@dataclass(frozen=True, kw_only=True)
class Outer:
    inner: Inner = key(table(Inner))
    amount: float = key(number(1, 2), 1.5)
    names: tuple[str, ...] = key(list_of(words(3)), ())


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({}, "[inner] must be a table"),
        ({"inner": {}}, "[inner] from takes words, at most 5 characters"),
        ({"inner": {"from": "abcdef"}}, "[inner] from takes words, at most 5 characters"),
        ({"inner": {"from": "a", "form": 1}}, "[inner] has an unknown key: form; is from meant?"),
        ({"inner": {"from": "a"}, "amount": True}, "amount takes a number from 1 to 2"),
        ({"inner": {"from": "a"}, "amount": float("nan")}, "amount takes a number from 1 to 2"),
        ({"inner": {"from": "a"}, "names": "ab"}, "names takes a list"),
        ({"inner": {"from": "a"}, "names": ["a", 1]}, "names takes words, at most 3 characters"),
        (5, "the file must be a table"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(told: Any, says: str) -> None:
    with pytest.raises(Wrong) as wrong:
        read_as(Outer, told)
    assert str(wrong.value) == says


def test_what_is_not_written_is_as_usual() -> None:
    assert read_as(Outer, {"inner": {"from": " a "}}) == Outer(inner=Inner(on="a"), amount=1.5, names=())
