"""The short form of `make mutants`: a few rules are broken on purpose, named survivors are still lines."""

from __future__ import annotations
import __future__

import importlib
import inspect
import re
import textwrap
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import CodeType
from typing import Any

import pytest
from sqlalchemy import Engine

from engine.forms import conditions
from tests.conftest import ROOT
from tests.mutants.results import KILLED, Change, Mutant, function_of, named
from tests.office import Office

CONFIGURED = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mutmut"]


@dataclass(frozen=True)
class Broken:
    #: "engine.inbox.queries:_filtered"
    function: str
    was: str
    now: str
    #: "engine.inbox.test_my_tasks:test_…", below `tests`: the test that must notice.
    noticed_by: str


BROKEN = {
    "a supervisor's late ones are those in time": Broken(
        "engine.instances.listing:_narrowed",
        "Instance.due_at < (clock.now()",
        "Instance.due_at >= (clock.now()",
        "engine.instances.test_the_list_of_instances:test_a_supervisor_who_asks_for_late_ones_sees_these_alone",
    ),
    "late ones of the inbox are those in time": Broken(
        "engine.inbox.waiting:_ordered",
        "Task.due_at < clock.now()",
        "Task.due_at > clock.now()",
        "engine.inbox.test_my_tasks:test_late_means_past_the_minute_and_nothing_else",
    ),
    "late a minute too early": Broken(
        "engine.inbox.waiting:counting",
        "Task.due_at < clock.now()",
        "Task.due_at <= clock.now()",
        "engine.inbox.test_my_tasks:test_late_means_past_the_minute_and_nothing_else",
    ),
    "who holds no office has all rights": Broken(
        "engine.people.rights:allows",
        "return not ",
        "return ",
        "engine.people.test_rights:test_a_role_named_like_an_office_gives_nothing",
    ),
    "every role does every task": Broken(
        "engine.inbox.rights:require_work",
        "if not has_role(task, by)",
        "if False",
        "engine.instances.test_who_may:test_another_lane_may_not_complete",
    ),
    "everybody withdraws": Broken(
        "engine.instances.lifecycle:withdraw",
        "if instance.started_by != by.id and not allows(by, Right.WITHDRAW_INSTANCE)",
        "if False",
        "engine.instances.test_who_may:test_others_may_not_withdraw",
    ),
    "all but the author are refused the check": Broken(
        "engine.inbox.four_eyes:first_clash",
        '["by"] == person',
        '["by"] != person',
        "engine.instances.test_who_may:test_who_did_an_earlier_step_may_not_check_it",
    ),
    "a condition may be one step deeper": Broken(
        "engine.forms.conditions:_Builder.build",
        "depth > MAX_DEPTH",
        "depth > MAX_DEPTH + 1",
        "engine.forms.test_conditions:test_each_limit_holds_at_its_number_and_not_before",
    ),
    "the head of a chain is not looked at": Broken(
        "engine.audit.chain:first_break",
        "(seq, previous) != head",
        "seq != head[0]",
        "engine.audit.test_chain:test_a_chain_forged_anew_does_not_fit_its_head",
    ),
}


def found(place: str) -> Any:
    module, _, path = place.partition(":")
    thing: Any = importlib.import_module(module)
    for name in path.split("."):
        thing = getattr(thing, name)
    return thing


def code_of(broken: Broken) -> CodeType:
    function = found(broken.function)
    source = textwrap.dedent(inspect.getsource(function))
    assert source.count(broken.was) == 1, broken
    flags = __future__.annotations.compiler_flag
    module = compile(source.replace(broken.was, broken.now), "mutant", "exec", flags=flags, dont_inherit=True)
    made: dict[str, Any] = {}
    exec(module, function.__globals__, made)
    code: CodeType = made[function.__name__].__code__
    return code


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_rule_is_noticed(
    name: str,
    sqlite_database: Engine,
    clock_at: Callable[[datetime | str], datetime],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = BROKEN[name]
    test = found(f"tests.{broken.noticed_by}")
    given = {"office": Office(), "clock_at": clock_at}
    asked = {word: given[word] for word in inspect.signature(test).parameters}
    conditions.parse.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr(found(broken.function), "__code__", code_of(broken))
        with pytest.raises((AssertionError, pytest.fail.Exception)):
            test(**asked)
    conditions.parse.cache_clear()


def test_what_is_mutated_and_what_judges_it_is_there() -> None:
    for place in CONFIGURED["only_mutate"]:
        assert list(ROOT.glob(place)), place
    tests = CONFIGURED["pytest_add_cli_args_test_selection"]
    for place in [*CONFIGURED["source_paths"], *CONFIGURED["also_copy"], *tests]:
        assert (ROOT / place).exists(), place
    for room in ("engine/inbox/", "engine/instances/", "engine/audit/", "engine/people/rights.py"):
        assert any(place.startswith(room) for place in CONFIGURED["only_mutate"]), room


def test_each_named_survivor_has_a_reason_and_is_still_a_line() -> None:
    gone = [change for change in named() if _bare(change.was) not in _bare(_source(change))]
    assert gone == []
    assert [
        change for change, reason in named().items() if len(reason) < 15 or change.was == change.now
    ] == []


def _source(change: Change) -> str:
    module = change.file.removesuffix(".py").replace("/", ".")
    return inspect.getsource(found(f"{module}:{change.function}"))


def _bare(text: str) -> str:
    """Without the spaces that another indentation or line has."""
    return re.sub(r"\s+", "", text)


def test_a_mutant_that_runs_out_of_time_or_fails_is_killed_and_one_without_a_test_lives() -> None:
    codes = {1: True, 36: True, -24: True, 0: False, 5: False, 33: False, None: False}
    assert {code: Mutant("m", "f", code).killed for code in codes} == codes
    assert 0 not in KILLED


def test_a_mutant_is_known_by_its_function() -> None:
    names = {"x_claim__mutmut_3": "claim", "xǁ_Builderǁconstant__mutmut_13": "_Builder.constant"}
    assert {name: function_of(f"engine.room.{name}") for name in names} == names
