"""Lembar kendali: an instance as a paper, with all that its page says in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from engine import clock
from engine.calendar import local_zone
from engine.documents.document import Document, Signatory, Table
from engine.forms.shown import Shown
from engine.instances.timeline import Entry, sentence
from engine.instances.track import TrackStep
from engine.instances.view import InstanceView
from webforms.presentation.instance import answers_of, decision_of
from webforms.presentation.language import current_language, t
from webforms.presentation.times import duration, moment


def control_sheet(view: InstanceView, story: list[Entry], *, emblem: bytes | None = None) -> Document:
    """`story`: all its events, oldest first."""
    instance, identity = view.instance, view.diagram.identity
    return Document(
        language=current_language(),
        title=t("control_sheet.title"),
        number=t("control_sheet.number", number=instance.number),
        # By the minute: the same paper is set once.
        footer=f"{instance.number} · {t('control_sheet.printed', time=_moment(clock.now()))}",
        unit=identity.unit,
        motto=identity.motto,
        address=identity.address,
        facts=list(_facts(view)),
        tables=[
            Table(
                title=t("control_sheet.steps"),
                head=[t(f"control_sheet.{name}") for name in ("step", "lane", "by", "used", "norm", "state")],
                columns=(3.2, 2, 2, 1.2, 1.2, 1.4),
                rows=[_step(step) for step in view.track],
            ),
            Table(
                title=t("control_sheet.answers"),
                head=[t("control_sheet.question"), t("control_sheet.answer")],
                columns=(1, 2.2),
                rows=list(_answers(view)),
            ),
            Table(
                title=t("control_sheet.story"),
                head=[t("control_sheet.time"), t("control_sheet.event"), t("control_sheet.decided")],
                columns=(1.5, 3, 1.8),
                rows=[_event(view, entry) for entry in story],
            ),
        ],
        signatures=signatories(view),
        emblem=emblem,
    )


def signatories(view: InstanceView) -> list[Signatory]:
    """Who signs for an instance, on its paper and on what a browser prints of its page."""
    identity = view.diagram.identity
    return [
        Signatory(over=t("control_sheet.made_by")),
        Signatory(
            over=t("control_sheet.acknowledged"),
            office=identity.ratifier_office,
            name=identity.ratified_by,
            rank=f"NIP. {identity.ratifier_nip}" if identity.ratifier_nip else "",
        ),
    ]


def _facts(view: InstanceView) -> Iterator[tuple[str, str]]:
    instance = view.instance
    yield t("control_sheet.instance"), instance.title or t("instances.untitled")
    yield (
        t("control_sheet.definition"),
        t("instances.definition_version", name=view.definition, n=view.version),
    )
    yield t("control_sheet.sop_number"), view.diagram.identity.sop_number
    yield t("control_sheet.started"), f"{_moment(instance.started_at)}, {view.started_by}"
    if instance.ended_at:
        yield t("control_sheet.ended"), _moment(instance.ended_at)
    yield t("control_sheet.state"), t(f"ui.state.{instance.state.value}")
    used, norm = (duration(n, current_language()) for n in (view.running_minutes, view.norm_minutes))
    yield t("control_sheet.used"), t("ui.track.used_of", used=used, norm=norm)
    yield t("control_sheet.chain"), f"{instance.chain_seq} · {instance.chain_hash}"


def _step(step: TrackStep) -> list[str]:
    def minutes(n: int | None) -> str:
        return "" if n is None else duration(n, current_language(), by_clock=step.by_clock)

    return [
        step.name,
        step.lane,
        step.by or "",
        minutes(step.minutes),
        minutes(step.norm_minutes),
        t(f"ui.track.{step.state}"),
    ]


def _answers(view: InstanceView) -> Iterator[list[str]]:
    for step, _done in view.done_steps:
        for shown in answers_of(step, view.diagram, view.data):
            yield [shown.label, "\n".join(_words(shown))]


def _words(shown: Shown) -> Iterator[str]:
    """An answer line by line; of a file its name, its caption and what was asked about it."""
    if shown.media:
        for media in shown.media:
            about = (_labelled(part) for part in media.about if part.text)
            # Where a file has no name of its own, it is called by its caption.
            called = dict.fromkeys([media.name, media.caption])
            yield " · ".join(part for part in chain(called, about) if part)
    elif shown.parts:
        for part in shown.parts:
            yield _labelled(part)
    elif shown.items:
        yield from shown.items
    else:
        yield shown.text


def _labelled(shown: Shown) -> str:
    """ "Alasan: …", "Disetujui? Tidak"."""
    return f"{shown.label}{'' if shown.label.endswith('?') else ':'} {shown.text}"


def _event(view: InstanceView, entry: Entry) -> list[str]:
    decided = "\n".join(_labelled(shown) for shown in decision_of(view, entry))
    words = sentence(entry, current_language())
    outside = t("ui.timeline.deviation")
    return [_moment(entry.at), f"{words} ({outside})" if entry.deviation else words, decided]


def _moment(at: datetime) -> str:
    return moment(at, current_language(), local_zone())
