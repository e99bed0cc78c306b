"""What the owner of an SOP may decide where an import had to assume: a control for each assumption, and the
plan with what was chosen.

Controls are named by what they are about, so that a choice stays when others change the list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from engine.bpmn.elements import Diagram
from engine.bpmn.vocabulary import PROCESS
from engine.importing.assumptions import Assumption
from engine.importing.cells.words import slug
from engine.importing.plan.sketching import ON_FLOWS
from engine.importing.plan.steps import END, Plan, PlannedStep
from engine.importing.rows.norms import read_time
from engine.importing.rows.table import MAX_ACTORS, SopTable

_OFFICE = PROCESS["ratifier_office"].name
MAX_TYPED = 300
ACTORS_NOTE = "actors_run_together"


@dataclass(frozen=True, kw_only=True)
class Control:
    #: "step.3.tidak": what it changes, the row, and which of its branches.
    key: str
    #: Key of FORMS, or "actors" and "timer", whose changes are made before there is a plan.
    form: str
    #: What is drawn; empty: nobody has said, and somebody must ("timer").
    value: str
    #: Values that may be chosen; empty where a text is typed.
    options: tuple[str, ...] = ()
    #: Something else was chosen than what was assumed.
    changed: bool = False
    #: What was typed can't be used; it is in `value`, and not drawn.
    unusable: bool = False

    @property
    def max_length(self) -> int:
        """Letters of what may be typed; several names are typed as one text."""
        return MAX_TYPED * (MAX_ACTORS if self.form == "actors" else 1)


@dataclass(frozen=True, kw_only=True)
class _Form:
    #: What is drawn; None where the plan has no such thing.
    shown: Callable[[Plan, Assumption], str | None]
    written: Callable[[Plan, Assumption, str], Plan]
    options: Callable[[Plan, Assumption], tuple[str, ...]] = lambda _plan, _assumption: ()
    usable: Callable[[str], bool] = lambda typed: bool(typed.strip())


def key_of(form: str, assumption: Assumption) -> str:
    """Names a control: the same for all assumptions about one and the same thing."""
    branch = slug(str(assumption.params.get("label", ""))) if form == "step" else ""
    return f"{form}.{assumption.row}.{branch}"


def with_actors(table: SopTable, chosen: Mapping[str, str]) -> tuple[SopTable, Control | None]:
    """The table with the names of its actors as they were chosen, where they had to be parted."""
    if all(note.kind != ACTORS_NOTE for note in table.notes):
        return table, None
    assumed = "; ".join(table.actors)
    typed = " ".join(chosen.get("actors..", assumed).split())
    names = tuple(name.strip() for name in typed.split(";") if name.strip())
    usable = 0 < len(names) <= MAX_ACTORS and max(map(len, names)) <= MAX_TYPED
    changed = names != table.actors
    unusable = changed and not usable
    control = Control(key="actors..", form="actors", value=typed, changed=changed, unusable=unusable)
    marked = any(row.actors for row in table.rows)
    return (replace(table, actors=names) if changed and usable and not marked else table), control


def taken_before(plan: Plan, active: Diagram) -> dict[str, str]:
    """Proposed words with which a step is named as one of that version, by the keys of their controls."""
    plain = partial(slug, longest=1000, words=200)
    known = {plain(step.name) for step in active.steps.values()}
    steps = {step.key: step.name for step in plan.steps}
    found = {}
    for item in plan.assumptions:
        if item.kind == "spelling_proposed":
            wrong, right = str(item.params["wrong"]), str(item.params["right"])
            if plain(steps.get(item.row, "").replace(wrong, right, 1)) in known:
                found[key_of("word", item)] = right
    return found


def corrected(plan: Plan, chosen: Mapping[str, str]) -> tuple[Plan, tuple[Control | None, ...]]:
    """The plan as it was chosen, and a control for each of its assumptions; None where there is nothing to
    choose, or one above it is about the same. `chosen`: values by keys of controls."""
    before, found = plan, dict[str, Control]()
    controls: list[Control | None] = []
    for assumption in plan.assumptions:
        name = _FORM_OF.get(assumption.kind, "")
        value = FORMS[name].shown(before, assumption) if name else None
        key = key_of(name, assumption)
        if value is None or key in found:
            controls.append(None)
            continue
        control = _control(before, assumption, name, chosen.get(key, value), value)
        if control.changed and not control.unusable:
            plan = FORMS[name].written(plan, assumption, control.value)
        found[key] = control
        controls.append(control)
    return plan, tuple(controls)


def _control(plan: Plan, assumption: Assumption, name: str, typed: str, assumed: str) -> Control:
    form, typed = FORMS[name], " ".join(typed.split())
    options = form.options(plan, assumption)
    if options and typed not in options:
        typed = assumed
    changed = typed != assumed
    return Control(
        key=key_of(name, assumption),
        form=name,
        value=typed,
        options=options,
        changed=changed,
        unusable=changed and not options and not (form.usable(typed) and len(typed) <= MAX_TYPED),
    )


def settled(plan: Plan, controls: tuple[Control | None, ...]) -> set[int]:
    """Places of the assumptions about which somebody has chosen otherwise: they are none any more."""
    changed = {control.key for control in controls if control and control.changed and not control.unusable}
    return {
        place
        for place, assumption in enumerate(plan.assumptions)
        if key_of(_FORM_OF.get(assumption.kind, ""), assumption) in changed
    }


def _step(plan: Plan, row: str) -> PlannedStep | None:
    return next((step for step in plan.steps if step.key == row), None)


def _with_step(plan: Plan, changed: PlannedStep) -> Plan:
    return replace(plan, steps=tuple(changed if step.key == changed.key else step for step in plan.steps))


def _lane(plan: Plan, assumption: Assumption) -> str | None:
    step = _step(plan, assumption.row)
    return plan.lanes[step.lane] if step else None


def _with_lane(plan: Plan, assumption: Assumption, name: str) -> Plan:
    step = _step(plan, assumption.row)
    return _with_step(plan, replace(step, lane=plan.lanes.index(name))) if step else plan


def _target(plan: Plan, assumption: Assumption) -> str | None:
    decision, label = plan.decisions.get(assumption.row), assumption.params.get("label")
    if decision is None:
        return None if label else plan.after.get(assumption.row)
    return next((branch.target for branch in decision.branches if branch.label == label), None)


def _with_target(plan: Plan, assumption: Assumption, target: str) -> Plan:
    decision, row = plan.decisions.get(assumption.row), assumption.row
    if decision is None:
        return replace(plan, after={**plan.after, row: target})
    label = assumption.params.get("label")
    branches = tuple(
        replace(branch, target=target) if branch.label == label else branch for branch in decision.branches
    )
    return replace(plan, decisions={**plan.decisions, row: replace(decision, branches=branches)})


def _targets(plan: Plan, assumption: Assumption) -> tuple[str, ...]:
    return (*(step.key for step in plan.steps if step.key != assumption.row), END)


def _time(plan: Plan, assumption: Assumption) -> str | None:
    step = _step(plan, assumption.row)
    return step.row.time if step else None


def _with_time(plan: Plan, assumption: Assumption, typed: str) -> Plan:
    step = _step(plan, assumption.row)
    if step is None:
        return plan
    row = replace(step.row, time=typed)
    return _with_step(plan, replace(step, norm=read_time(typed).norm, row=row))


def _word(plan: Plan, assumption: Assumption) -> str | None:
    step = _step(plan, assumption.row)
    words = (str(assumption.params["right"]), str(assumption.params["wrong"]))
    return next((word for word in words if step and step.name.startswith(word)), None)


def _with_word(plan: Plan, assumption: Assumption, word: str) -> Plan:
    step, before = _step(plan, assumption.row), _word(plan, assumption)
    if not step or not before:
        return plan
    return _with_step(plan, replace(step, name=word + step.name[len(before) :]))


def _decides(plan: Plan, assumption: Assumption) -> str | None:
    return "ya" if assumption.row in plan.decisions else None


def _without_decision(plan: Plan, assumption: Assumption, _answer: str) -> Plan:
    """The step goes on to where its first branch led that doesn't go back."""
    branches = plan.decisions[assumption.row].branches
    onward = next((branch for branch in branches if not branch.negative), branches[0])
    decisions = {key: decision for key, decision in plan.decisions.items() if key != assumption.row}
    return replace(plan, decisions=decisions, after={**plan.after, assumption.row: onward.target})


def _question(plan: Plan, assumption: Assumption) -> str | None:
    decision = plan.decisions.get(assumption.row)
    return decision.question if decision else None


def _with_question(plan: Plan, assumption: Assumption, typed: str) -> Plan:
    decision = plan.decisions.get(assumption.row)
    if decision is None:
        return plan
    return replace(plan, decisions={**plan.decisions, assumption.row: replace(decision, question=typed)})


def _starts(plan: Plan, _assumption: Assumption) -> str | None:
    return ("one" if plan.alternative else "all") if len(plan.starts) > 1 else None


FORMS: dict[str, _Form] = {
    "lane": _Form(shown=_lane, written=_with_lane, options=lambda plan, _assumption: plan.lanes),
    "step": _Form(shown=_target, written=_with_target, options=_targets),
    "time": _Form(shown=_time, written=_with_time, usable=lambda typed: bool(read_time(typed).norm)),
    "word": _Form(
        shown=_word,
        written=_with_word,
        options=lambda _plan, item: (str(item.params["wrong"]), str(item.params["right"])),
    ),
    "decides": _Form(
        shown=_decides, written=_without_decision, options=lambda _plan, _assumption: ("ya", "tidak")
    ),
    "question": _Form(shown=_question, written=_with_question),
    "starts": _Form(
        shown=_starts,
        written=lambda plan, _assumption, answer: replace(plan, alternative=answer == "one"),
        options=lambda _plan, _assumption: ("one", "all"),
    ),
    "title": _Form(
        shown=lambda plan, _assumption: plan.name,
        written=lambda plan, _assumption, typed: replace(plan, name=typed),
    ),
    "office": _Form(
        shown=lambda plan, _assumption: plan.identity.get(_OFFICE),
        written=lambda plan, _assumption, typed: replace(plan, identity={**plan.identity, _OFFICE: typed}),
    ),
}
_FORM_OF = {
    **dict.fromkeys(("lane", "several_actors", "lane_conflict", "approver"), "lane"),
    **dict.fromkeys((*ON_FLOWS, "joined_again", "refusal_passed_by", "another_end"), "step"),
    **dict.fromkeys(
        (
            "time_in_words", "time_24_hours", "time_range", "time_qualified", "time_shared", "time_days",
            "time_calendar_days", "time_weeks",
        ),
        "time",
    ),
    **dict.fromkeys(("spelling", "spelling_proposed"), "word"),
    **dict.fromkeys(("alternative_starts", "several_starts"), "starts"),
    "decision_row": "decides",
    "question_worded": "question",
    "no_title": "title",
    "ratifier_office": "office",
}  # fmt: skip
