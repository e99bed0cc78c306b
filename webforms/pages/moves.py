"""What running instances do after another version came into force: stay, or move; then, how far
the move is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from engine.database import reading, transaction
from engine.definitions import places
from engine.errors import Conflict
from engine.instances import move_orders, moving, outlook
from engine.instances.counterparts import counterparts
from webforms.http.errors import message_of
from webforms.http.query import parse_id
from webforms.presentation.language import t
from webforms.presentation.live import live_page

pages = Blueprint("moves", __name__)

_MOVES = "/definitions/<key>/versions/<int:number>/moves"


@pages.get(_MOVES)
def show(key: str, number: int) -> ResponseReturnValue:
    """The dry run, with what an element becomes as the address says. Needs MOVE_INSTANCES; 404, 409 unless
    active."""
    by = current_user.actor
    part = outlook.Part(after=request.args.get("after", 0, type=parse_id), only_stuck="stuck" in request.args)
    with reading() as session:
        version = places.version_id(session, key, number, by=by)
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
            tables=[(source, counterparts(source, waiting)) for source in look.sources],
            orders=move_orders.orders(session, version, by=by),
        )


@pages.post(_MOVES)
def begin(key: str, number: int) -> ResponseReturnValue:
    """Orders the move, and leads to its progress. Needs MOVE_INSTANCES. 404, 409 unless the version is
    active.

    With `chosen` only the instances `instance`; back to the dry run where none is chosen. With `skipping`
    also those that are past a new step.
    """
    by = current_user.actor
    chosen = request.form.getlist("instance", type=parse_id) if "chosen" in request.form else None
    if chosen is not None and not chosen:
        flash(t("moves.none_chosen"), "late")
        return redirect(url_for("moves.show", key=key, number=number, **_typed(_mapping(request.form))))
    with transaction() as session:
        version = places.version_id(session, key, number, by=by)
        mapping = outlook.corrections(session, version, _mapping(request.form))
        skipping = "skipping" in request.form
        order = moving.begin(session, version, instances=chosen, mapping=mapping, skipping=skipping, by=by).id
    return redirect(url_for("moves.progress", key=key, number=number, move_id=order))


@pages.get(f"{_MOVES}/<int:move_id>")
def progress(key: str, number: int, move_id: int) -> ResponseReturnValue:
    """How far a move is, and what it left; with `live` only that, or 304. Needs MOVE_INSTANCES; 404."""
    by = current_user.actor
    with reading() as session:
        version = places.version_id(session, key, number, by=by)
        return live_page(
            "moves/progress.html",
            {"state": "moves/state.html"},
            key=key,
            number=number,
            name=places.name_of(session, key),
            order=move_orders.order(session, version, move_id, by=by),
            failures=move_orders.failures(
                session, move_id, by=by, after=request.args.get("after", 0, type=parse_id)
            ),
        )


@pages.post(f"{_MOVES}/<int:move_id>/stop")
def stop(key: str, number: int, move_id: int) -> ResponseReturnValue:
    """Leads to the progress, also when the move had ended. Needs MOVE_INSTANCES; 404."""
    return _turn(key, number, move_id, to="stop")


@pages.post(f"{_MOVES}/<int:move_id>/resume")
def resume(key: str, number: int, move_id: int) -> ResponseReturnValue:
    """As `stop`."""
    return _turn(key, number, move_id, to="resume")


def _turn(key: str, number: int, move_id: int, *, to: str) -> ResponseReturnValue:
    by = current_user.actor
    turn = {"stop": moving.stop, "resume": moving.resume}[to]
    try:
        with transaction() as session:
            version = places.version_id(session, key, number, by=by)
            move_orders.order(session, version, move_id, by=by)
            turn(session, move_id, by=by)
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
