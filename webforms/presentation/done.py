"""That an action is done, said on the next page, with a link to what it was done to."""

from __future__ import annotations

from flask import flash, url_for
from markupsafe import Markup

from engine.inbox.complete import Sent
from webforms.presentation.language import current_language, t
from webforms.presentation.office_language import marked


def say_done(words: str, to: str, link: str, *, kind: str = "ok") -> None:
    """`to`: the address; `link`: the words that lead there; `kind`: as macros/states.html knows it."""
    shown = marked(words, current_language())
    flash(Markup('{} <a href="{}">{}</a>').format(shown, to, link), kind)


def say_sent(sent: Sent) -> None:
    """That a form was handed in."""
    to = url_for("instances.show", instance_id=sent.instance_id)
    say_done(_sent_words(sent), to, t("task.open_instance"), kind="warn" if sent.stuck else "ok")


def _sent_words(sent: Sent) -> str:
    """Where the instance went: "Terkirim. Berkas 032/2026-0148 sekarang di Ketua Tim Kerja." """
    if sent.stuck:
        return t("task.sent_stuck", number=sent.number)
    if sent.ended:
        return t("task.sent_last", number=sent.number)
    if not sent.lanes:
        return t("task.sent_waits", number=sent.number)
    lanes = dict.fromkeys(lane.split(" (")[0] for lane in sent.lanes)
    return t("task.sent", number=sent.number, lane=", ".join(lanes))
