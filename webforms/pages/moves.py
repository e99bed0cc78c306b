"""What running cases do after another version came into force: stay, or move; then, how far the move is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from engine.database import reading, transaction
from engine.definitions import places
from engine.errors import Conflict
from engine.instances import move_orders, moving, outlook
from webforms.asked import an_id
from webforms.language import t
from webforms.live import live_page
from webforms.problems import message_of

pages = Blueprint("moves", __name__)

#: Where else than at a step a case can stand and wait.
_HOLDING = ("parallelGateway", "inclusiveGateway", "subProcess", "intermediateCatchEvent", "receiveTask")
_MOVES = "/procedures/<key>/versions/<int:number>/moves"


@pages.get(_MOVES)
def show(key: str, number: int) -> ResponseReturnValue:
    """The dry run, with what an element becomes as it stands in the address."""
    by = current_user.actor
    part = outlook.Part(after=request.args.get("after", 0, type=an_id), only_stuck="stuck" in request.args)
    with reading() as session:
        version = places.version_id(session, key, number)
        mapping = outlook.corrections(session, version, _mapping(request.args))
        look = outlook.dry_run(session, version, mapping=mapping, by=by, part=part)
        waiting = move_orders.waiting_at(session, look.target.definition_id)
        return render_template(
            "moves/page.html",
            key=key,
            number=number,
            name=places.name_of(session, key),
            look=look,
            part=part,
            corrected=_typed(mapping),
            diagrams={source.number: source.route.before for source in look.sources},
            tables=[(source, _table(source, waiting)) for source in look.sources],
            orders=move_orders.orders(session, version, by=by),
        )


@pages.post(_MOVES)
def begin(key: str, number: int) -> ResponseReturnValue:
    chosen = request.form.getlist("case", type=an_id) if "chosen" in request.form else None
    if chosen is not None and not chosen:
        flash(t("moves.none_chosen"), "late")
        return redirect(url_for("moves.show", key=key, number=number, **_typed(_mapping(request.form))))
    with transaction() as session:
        version = places.version_id(session, key, number)
        mapping = outlook.corrections(session, version, _mapping(request.form))
        order = moving.begin(session, version, instances=chosen, mapping=mapping, by=current_user.actor).id
    return redirect(url_for("moves.progress", key=key, number=number, move_id=order))


@pages.get(f"{_MOVES}/<int:move_id>")
def progress(key: str, number: int, move_id: int) -> ResponseReturnValue:
    by = current_user.actor
    with reading() as session:
        version = places.version_id(session, key, number)
        return live_page(
            "moves/progress.html",
            {"state": "moves/state.html"},
            key=key,
            number=number,
            name=places.name_of(session, key),
            order=move_orders.order(session, version, move_id, by=by),
            failures=move_orders.failures(
                session, move_id, by=by, after=request.args.get("after", 0, type=an_id)
            ),
        )


@pages.post(f"{_MOVES}/<int:move_id>/stop")
def stop(key: str, number: int, move_id: int) -> ResponseReturnValue:
    return _turn(key, number, move_id, to="stop")


@pages.post(f"{_MOVES}/<int:move_id>/resume")
def resume(key: str, number: int, move_id: int) -> ResponseReturnValue:
    return _turn(key, number, move_id, to="resume")


def _turn(key: str, number: int, move_id: int, *, to: str) -> ResponseReturnValue:
    turn = {"stop": moving.stop, "resume": moving.resume}[to]
    try:
        with transaction() as session:
            version = places.version_id(session, key, number)
            move_orders.order(session, version, move_id, by=current_user.actor)
            turn(session, move_id, by=current_user.actor)
    except Conflict as error:
        # It ended, or a colleague pressed the same button.
        flash(message_of(error), "warn")
    return redirect(url_for("moves.progress", key=key, number=number, move_id=move_id))


def _mapping(typed: MultiDict[str, str]) -> dict[str, dict[str, str]]:
    """From `map.VERSION.ELEMENT` = its counterpart, or nothing for none."""
    found: dict[str, dict[str, str]] = {}
    for name, value in typed.items():
        kind, _, rest = name.partition(".")
        version, _, element = rest.partition(".")
        if kind == "map" and version.isdecimal() and element:
            found.setdefault(version, {})[element] = value
    return found


def _typed(mapping: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """The same for an address or a form."""
    return {f"map.{version}.{old}": new for version, pairs in mapping.items() for old, new in pairs.items()}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One element of a version that cases follow, and what it becomes."""

    element: str
    name: str
    #: How many running cases wait there.
    cases: int
    #: Ids and names to choose from; the chosen one's id, empty for none.
    options: list[tuple[str, str]]
    chosen: str


def _table(source: outlook.Source, waiting: Mapping[tuple[int, str], int]) -> list[Row]:
    """The steps in their order; other elements only where none was found."""
    before, after, found = source.route.before, source.route.after, source.route.counterparts
    others = [node.id for node in before.nodes.values() if node.type in _HOLDING and node.id not in found]
    elements = [*dict.fromkeys([*before.main_path(), *before.steps]), *others]
    return [
        Row(
            element=element,
            name=move_orders.called(before, element),
            cases=waiting.get((source.version_id, element), 0),
            options=[
                (node.id, move_orders.called(after, node.id))
                for node in after.nodes.values()
                if (
                    node.id in after.steps
                    if element in before.steps
                    else node.type == before.nodes[element].type
                )
            ],
            chosen=found.get(element, ""),
        )
        for element in elements
    ]
