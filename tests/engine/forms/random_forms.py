"""Whole forms at random: all types of fields, rows, groups, channels, conditions over any of them, defaults;
and what a person may have typed into them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from engine.forms.fields import Field, Form, Option
from engine.forms.scope import Scope
from engine.forms.types import TYPES, Inputs, type_of
from tests.engine.forms.conftest import photo, scope

OPTIONS = tuple(Option(id=key, label=key.upper()) for key in ("a", "b", "c"))
ITEMS = [
    {"file": f"i{n}", "name": f"i{n}.jpg", "type": "image/jpeg", "sha256": "s", "izin": izin, "jumlah": n}
    for n, izin in enumerate(["ada", "belum", None])
]
DATA = {"foto": ITEMS, "kanal": ["a", "c"], "putaran": 2, "dulu": {"nama": "a"}, "f1": "b"}
FILES = (
    photo("u1"),
    photo("u2", media_type="application/pdf"),
    photo("u3", state="checking"),
    photo("u4", state="refused"),
)
TEXTS = ["a", "b", "Dinsos", " a ", "#a", "\u200b", "\x01", "Straße", "İ", "é", "e\u0301"]
#: By type: what its inputs may hold. Of others, `TEXTS`.
POOLS: dict[str, list[str]] = {
    "number": ["0", "3", "-3", "\u22123", "1.250,5", "12,50", "1e3", "dua", "\ufeff7", "1 000"],
    "date": ["2026-11-23", "2026-02-28", "1899-01-01"],
    "datetime": ["2026-11-23T10:30", "2026-11-23T09:59", "1969-01-01T00:00"],
    "tags": ["a", "A a", "#Dinsos dinsos", "a-b", "#", "b,c", "İ i̇", "ß SS", "Σας ΣΑΣ"],
    "url": [
        "https://x.com/a",
        "a",
        "http://",
        "https://a@x.com/",
        "https://x.com:0/",
        "http://bücher.de",
        "ftp://x.com",
    ],
    "textarea": [*TEXTS, "a\r\nb"],
    "richtext": [*TEXTS, "a\nb"],
    "checkbox": ["ya"],
}
SIMPLE = [kind.name for kind in TYPES.values() if kind.answered and not kind.has_parts]
WITH_PARTS = [kind.name for kind in TYPES.values() if kind.has_parts]
READ_ONLY = [kind.name for kind in TYPES.values() if not kind.answered]


class Maker:
    """One form and its filling, from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.names = [f"f{n}" for n in range(self.random.randint(2, 8))]

    def form(self) -> Form:
        return Form(fields=tuple(self.field(name, self.any_type(), self.names) for name in self.names))

    def any_type(self) -> str:
        return self.random.choice([*SIMPLE, *WITH_PARTS, *WITH_PARTS, READ_ONLY[0]])

    def field(self, name: str, type_: str, around: Sequence[str], *, inside: bool = False) -> Field:
        random, kind = self.random, TYPES[type_]
        settings: dict[str, Any] = {"label": name, "type": type_}
        if kind.has_options:
            settings["options"] = OPTIONS
        if kind.narrows_options and random.random() < 0.4:
            settings["narrowed_by"] = random.choice([*around, "kanal"])
            settings["options"] = tuple(
                replace(option, parents=tuple(random.sample(["a", "b", "c", "i0"], random.randint(0, 2))))
                for option in OPTIONS
            )
        if kind.has_parts:
            names = [f"p{n}" for n in range(random.randint(1, 3))]
            settings["parts"] = tuple(
                self.field(part, random.choice(SIMPLE), [*names, *around], inside=True) for part in names
            )
        if kind.offers_items:
            settings["of"] = ("foto",)
            if random.random() < 0.5:
                settings["narrowed_by"] = random.choice(around)
        if {"selectable_if"} & kind.all_properties and random.random() < 0.4:
            settings["selectable_if"] = self.condition(around, keyed=True, items=True)
        if kind.answered and not inside and random.random() < 0.25:
            settings["per"] = random.choice([*around, "kanal"])
        if {"default"} & kind.all_properties and random.random() < 0.3:
            settings["default"] = "a" if kind.has_options else random.choice(POOLS.get(type_, TEXTS))
        keyed = bool(settings.get("per")) or kind.offers_items
        if random.random() < 0.55:
            settings["shown_if"] = self.condition(around, keyed=keyed, items=kind.offers_items)
        if kind.answered and random.random() < 0.2:
            settings["required_if"] = self.condition(around)
        return Field(name=name, **settings)

    def condition(self, names: Sequence[str], *, keyed: bool = False, items: bool = False) -> str:
        random = self.random
        if random.random() < 0.3:
            word = random.choice(["and", "or"])
            left, right = (self.condition(names, keyed=keyed, items=items) for _ in "lr")
            return f"{left} {word} {right}"
        pool = [*names, *names, "putaran", "foto", "dulu", "gone"]
        name = random.choice([*pool, "kunci", "kunci"] if keyed else pool)
        name = random.choice(["izin", "jumlah", name]) if items else name
        if random.random() < 0.25:
            name += random.choice([".p0", ".p1", ".type", ".text", ".a", ".file"])
        written = random.choice(
            [
                "{} == 'a'",
                "{} != 'a'",
                "'a' in {}",
                "'p0' in {}",
                "{} in ['a', 'b']",
                "not {}",
                "{}",
                "len({}) >= 1",
                "len({}) >= 2",
                "len({}) == 0",
                "{} < 0",
                "{} > 2",
                "{} == None",
                "{} == True",
                "{}.startswith('a')",
                "{} < sekarang",
                "{} == {}",
            ]
        )
        return written.format(name, random.choice(list(names)))

    def typed(self, form: Form) -> dict[str, list[str]]:
        typed: dict[str, list[str]] = {}
        for field in form:
            if type_of(field).answered:
                for name, value in self.inputs(field, field.name):
                    typed.setdefault(name, []).append(value)
        return typed

    def inputs(self, field: Field, path: str) -> Iterator[tuple[str, str]]:
        random, kind = self.random, type_of(field)
        if field.per:
            single = replace(field, per="")
            for key in ("a", "b", "c"):
                yield from self.inputs(single, f"{path}.{key}")
        elif random.random() < 0.3:
            yield from ((path, field.default) for _ in range(1) if field.default and kind.answered)
        elif kind.has_parts:
            yield from self.inputs_of_parts(field, path)
        elif kind.inputs is Inputs.FILE:
            yield from self.inputs_of_file(field, path)
        elif kind.inputs is Inputs.ITEM_KEYS:
            yield from ((f"{path}.{item['file']}", random.choice(["", "a", "b"])) for item in ITEMS)
        elif kind.inputs is Inputs.ITEMS:
            chosen = random.sample(["i0", "i1", "i2"], random.randint(0, 3) if kind.empty == [] else 1)
            yield from ((path, key) for key in chosen)
        elif kind.inputs is Inputs.OPTIONS:
            count = random.randint(0, 3) if kind.empty == [] else 1
            yield from ((path, key) for key in random.sample(["a", "b", "c"], count))
        else:
            pool = ["a", "b", "c", ""] if kind.has_options else [*POOLS.get(field.type, TEXTS), ""]
            value = random.choice(pool)
            # An unticked box is not sent.
            yield from ((path, value) for _ in range(1) if value or field.type != "checkbox")

    def inputs_of_parts(self, field: Field, path: str) -> Iterator[tuple[str, str]]:
        kind = type_of(field)
        rows = [path]
        if kind.inputs is Inputs.ROWS:
            numbers = self.random.sample(range(5), self.random.randint(0, 3))
            rows = [f"{path}.{number}" for number in sorted(numbers)]
        for row in rows:
            if kind.takes_files:
                yield f"{row}.file", self.random.choice([info.id for info in FILES])
            for part in field.parts:
                yield from self.inputs(part, f"{row}.{part.name}")

    def inputs_of_file(self, field: Field, path: str) -> Iterator[tuple[str, str]]:
        if self.random.random() < 0.6:
            yield f"{path}.file", self.random.choice([info.id for info in FILES])
        elif field.type == "file_or_text":
            yield f"{path}.text", self.random.choice(TEXTS)


def made(seed: int) -> tuple[Form, dict[str, list[str]], Scope]:
    """The form of that seed, what is typed into it, and what it is judged against."""
    maker = Maker(seed)
    form = maker.form()
    return form, maker.typed(form), scope(*FILES, data=DATA)
