"""What mutmut left behind in `mutants/`, mutant by mutant."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

NAMED = Path(__file__).with_name("survivors.toml")
#: Exit codes of the tests of a mutant (mutmut/stats.py): failed, broke off, out of time.
KILLED = {1, 3, 36, -24, 24, 152, 255}


@dataclass(frozen=True)
class Change:
    """What a mutant is. Its lines, not its number: numbers move with each edit of the function."""

    file: str
    #: "claim", "_Builder.constant"
    function: str
    was: str
    now: str


@dataclass(frozen=True)
class Mutant:
    #: As mutmut calls it: "engine.inbox.claims.x_hold__mutmut_3".
    name: str
    file: str
    #: None: not run yet.
    code: int | None

    @property
    def killed(self) -> bool:
        return self.code in KILLED

    def change(self) -> Change:
        from mutmut.mutation.diff_apply import get_diff_for_mutant

        lines = get_diff_for_mutant(self.name, path=self.file).splitlines()[2:]
        return Change(self.file, function_of(self.name), *(_side(lines, sign) for sign in "-+"))


def function_of(name: str) -> str:
    """mutmut calls a function "x_claim" and a method "xǁ_Builderǁconstant"."""
    mangled = name.rpartition(".")[2].partition("__mutmut_")[0]
    return mangled.removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")


def _side(lines: list[str], sign: str) -> str:
    return " ".join(line[1:].strip() for line in lines if line.startswith(sign))


def mutants() -> Iterator[Mutant]:
    for path in sorted((ROOT / "mutants").rglob("*.py.meta")):
        file = path.relative_to(ROOT / "mutants").as_posix().removesuffix(".meta")
        for name, code in json.loads(path.read_text("utf-8"))["exit_code_by_key"].items():
            yield Mutant(name, file, code)


def named() -> dict[Change, str]:
    """Mutants that may survive, and why."""
    rows = tomllib.loads(NAMED.read_text("utf-8")).get("survivor", [])
    return {Change(row["file"], row["function"], row["was"], row["now"]): row["reason"] for row in rows}
