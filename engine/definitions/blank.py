"""A new SOP from nothing: who takes part, a first step and an end, to go on from in the editor."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from lxml.builder import ElementMaker
from lxml.etree import tostring
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.bpmn.xml import BPMN
from engine.definitions import releases
from engine.errors import Invalid, Problem
from engine.people.rights import Right, require_right
from engine.tables.definitions import Definition

MAX_NAME = 200
#: More take part in no SOP; the drawing has to fit on a sheet.
MAX_LANES = 12
_MAX_KEY = 60
_make = ElementMaker(namespace=BPMN, nsmap={"bpmn": BPMN})


def begin(session: Session, name: str, lanes: Sequence[str], *, by: Actor) -> releases.Uploaded:
    """A definition of its own, whose first version is a draft. Needs DEPLOY.

    Raises Invalid with problems under `name` and `lanes`; NotAllowed, TooManyDrafts.
    """
    require_right(session, Right.DEPLOY, by)
    name, lanes = " ".join(name.split()), [" ".join(lane.split()) for lane in lanes if lane.strip()]
    if problems := dict(_problems(name, lanes)):
        raise Invalid(problems)
    key = _free_key(session, name)
    return releases.upload(session, drawing(key, name, lanes), f"{key}.bpmn", by=by)


def _problems(name: str, lanes: Sequence[str]) -> list[tuple[str, Problem]]:
    found = []
    if not name or len(name) > MAX_NAME:
        found.append(("name", Problem("definitions.blank.name_missing", {"most": MAX_NAME})))
    if not lanes or len(lanes) > MAX_LANES or any(len(lane) > MAX_NAME for lane in lanes):
        found.append(("lanes", Problem("definitions.blank.lanes_missing", {"most": MAX_LANES})))
    elif len(set(lanes)) < len(lanes):
        found.append(("lanes", Problem("definitions.blank.lanes_repeated")))
    return found


def _free_key(session: Session, name: str) -> str:
    """Made of the name, as people never see it; unlike all others."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    word = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_MAX_KEY].strip("_") or "sop"
    word = word if word[0].isalpha() else f"sop_{word}"
    alike = select(Definition.key).where(Definition.key.startswith(word, autoescape=True))
    taken = set(session.scalars(alike))
    return next(
        key for n in range(1, len(taken) + 2) if (key := f"{word}_{n}" if n > 1 else word) not in taken
    )


def drawing(key: str, name: str, lanes: Sequence[str]) -> bytes:
    """BPMN: a lane for each who takes part; start, one step and end in the first. It has no picture yet."""
    inside = ("Mulai", "Langkah_pertama", "Selesai")
    lane_set = _make.laneSet(
        *(
            _make.lane(
                *(_make.flowNodeRef(node) for node in (inside if n == 1 else ())), id=f"Lajur_{n}", name=lane
            )
            for n, lane in enumerate(lanes, 1)
        ),
        id="Pelaksana",
    )
    process = _make.process(
        lane_set,
        _make.startEvent(id="Mulai", name="Mulai"),
        _make.userTask(id="Langkah_pertama", name="Langkah pertama"),
        _make.endEvent(id="Selesai", name="Selesai"),
        _make.sequenceFlow(id="Alur_mulai", sourceRef="Mulai", targetRef="Langkah_pertama"),
        _make.sequenceFlow(id="Alur_selesai", sourceRef="Langkah_pertama", targetRef="Selesai"),
        id=key,
        name=name,
        isExecutable="true",
    )
    pool = _make.collaboration(
        _make.participant(id="Satuan_kerja", name=name, processRef=key), id="Kolaborasi"
    )
    root = _make.definitions(pool, process, id="Berkas", targetNamespace="urn:alur:sop")
    return bytes(tostring(root, xml_declaration=True, encoding="UTF-8"))
